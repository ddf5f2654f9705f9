/** @file Properties of copies: clone, a .t7 file and back, change of type and back, and a module that was cleared. */
import { isOfNn } from '../io/t7/nn-door.js';
import { deserialize, serialize } from '../io/t7/save.js';
import { Component } from '../nn/component.js';
import type { Criterion } from '../nn/criterion.js';
import type { Module } from '../nn/module.js';
import { type Generator, Storage, type Tensor } from '../tensor/index.js';
import { Comparison } from './comparison.js';
import { floorOf } from './differences.js';
import type { Verdict } from './report.js';
import { evaluate, image, randomDirection, type Subject, type Variation } from './subject.js';
import { storagePaths, walk } from './walk.js';

/** What single precision may cost, relative to the largest element. */
const FLOAT_BOUND = 1e-3;

function cloned(x: Tensor): Tensor {
  return x.clone();
}

/** A clone shares no memory and computes the same bits. */
export function checkClone(subject: Subject, random: Generator): Verdict {
  const comparison = new Comparison(`${subject.name}.clone`, 'clone', 0);
  const direction = randomDirection(random, subject.variables);
  const passes = evaluate(subject);
  const images = image(subject, direction);
  const twin = subject.vary({ component: (c) => c.clone() as typeof c, tensor: cloned });
  const own = storagePaths(componentsOf(subject));
  for (const [storage, path] of storagePaths(componentsOf(twin))) {
    if (own.has(storage)) comparison.fail(`expected memory of its own in ${path}, got that of ${own.get(storage)}`);
  }
  comparison.addResults(passes, evaluate(twin), 1, ' of the clone');
  comparison.addResults(images, image(twin, direction), 1, ' of the clone');
  comparison.addResults(passes, evaluate(subject), 1, ' after the clone was used');
  return comparison.verdict();
}

/** Written as a .t7 file and read again, it computes the same bits. Nothing is asked of classes that are not nn's: no file has them. */
export function checkFile(subject: Subject, random: Generator): Verdict | undefined {
  if (!Object.values(componentsOf(subject)).every(isWritable)) return undefined;
  const comparison = new Comparison(`${subject.name}.file`, 'file', 0);
  const direction = randomDirection(random, subject.variables);
  const passes = evaluate(subject);
  const images = image(subject, direction);
  const twin = subject.vary({ component: throughFile, tensor: cloned });
  comparison.addResults(passes, evaluate(twin), 1, ' from a file');
  comparison.addResults(images, image(twin, direction), 1, ' from a file');
  return comparison.verdict();
}

/** Whether every class in a component, or in what is none, is one of nn. */
function isWritable(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isWritable);
  return !(value instanceof Component) || (isOfNn(value) && Object.values(value).every(isWritable));
}

function throughFile<T extends Module | Criterion>(component: T): T {
  const copy = deserialize(serialize(component)) as T;
  keepIndexBases(component, copy);
  return copy;
}

/** What comes from a file counts labels and indices from 1, as Torch does; the copy counts as the original. */
function keepIndexBases(from: unknown, to: unknown): void {
  if (Array.isArray(from) && Array.isArray(to)) {
    for (const [i, piece] of from.entries()) keepIndexBases(piece, to[i]);
  } else if (from instanceof Component && to instanceof Component) {
    const [own, copied] = [from, to] as unknown as Record<string, unknown>[];
    for (const name of ['indexBase', 'ignoreIndex']) if (own[name] !== undefined) copied[name] = own[name];
    for (const [name, value] of Object.entries(own)) keepIndexBases(value, copied[name]);
  }
}

/** In float, and after the way there and back, results agree to single precision. */
export function checkType(subject: Subject, random: Generator): Verdict {
  const comparison = new Comparison(`${subject.name}.type`, 'type', FLOAT_BOUND);
  const direction = randomDirection(random, subject.variables);
  const passes = evaluate(subject);
  const images = image(subject, direction);
  const floor = floorOf(passes);
  const to = (type: 'Float' | 'Double', copy: boolean): Variation => ({
    component: <T extends Module | Criterion>(c: T) => (copy ? c.clone() : c).type(type) as T,
    tensor: (x) => (x.elementType.integer ? x.clone() : x.type(type).clone()),
  });
  const float = subject.vary(to('Float', true));
  comparison.addResults(passes, evaluate(float), floor, ' in float');
  comparison.addResults(images, image(float, direction), floor, ' in float');
  walk(componentsOf(float), (path, value) => {
    const storage = value instanceof Object && '_storage' in value ? value._storage : undefined;
    if (storage instanceof Storage && storage.elementType.name === 'Double' && storage.data.length > 0) {
      comparison.fail(`expected ${path} of type Float, got Double`);
    }
  });
  const back = float.vary(to('Double', false));
  comparison.addResults(passes, evaluate(back), floor, ' in double again');
  comparison.addResults(images, image(back, direction), floor, ' in double again');
  return comparison.verdict();
}

/** After clearState, the same point gives the same bits. */
export function checkClearState(subject: Subject, random: Generator): Verdict {
  const comparison = new Comparison(`${subject.name}.clearState`, 'clearState', 0);
  const direction = randomDirection(random, subject.variables);
  const passes = evaluate(subject);
  const images = image(subject, direction);
  const twin = subject.vary({ component: (c) => c.clone().clearState() as typeof c, tensor: cloned });
  for (const where of [' after clearState', ' after clearState, again']) {
    comparison.addResults(passes, evaluate(twin), 1, where);
    comparison.addResults(images, image(twin, direction), 1, where);
  }
  return comparison.verdict();
}

function componentsOf({ roots }: Subject): Record<string, unknown> {
  const { module, model, criterion } = roots;
  return { module, model, criterion };
}
