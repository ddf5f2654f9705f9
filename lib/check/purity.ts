/** @file Properties: passes write nothing but their results, and give the same bits in every legal order of calls. */
import { Component } from '../nn/component.js';
import { type Generator, generator, Tensor } from '../tensor/index.js';
import { Comparison } from './comparison.js';
import { sameState } from './draws.js';
import type { Verdict } from './report.js';
import type { Result } from './section.js';
import { firstChange, type Snapshot, snapshot } from './snapshot.js';
import { evaluate, image, type Point, randomDirection, type Subject } from './subject.js';
import { isImageField } from './walk.js';

/** Fields that an R pass may not change even at its first run, when it still fills caches. */
const PUBLIC: ReadonlySet<string> = new Set(['output', 'gradInput', 'train', 'input', 'gradOutput', 'target']);

/**
 * An R pass leaves outputs, gradients, parameters, arguments and v as they were; from its second run at a point on
 * also every other field not named r…, caches of the point being filled then. It draws nothing.
 */
export function checkRPassPurity(subject: Subject, random: Generator): Verdict {
  const comparison = new Comparison(`${subject.name}`, 'R pass changes nothing else', 0);
  evaluate(subject);
  for (const scope of ['public', 'every']) {
    const direction = randomDirection(random, subject.variables);
    // v is written by the subject itself before the pass.
    const passes: [string, () => Result][] = [
      ['rForward', () => subject.rForward(direction)],
      ['rBackward', () => subject.rBackward(direction)],
    ];
    for (const [method, pass] of passes) {
      if (scope === 'every' && method === 'rForward') image(subject, direction);
      const state = generator.getRNGState();
      const fields = scope === 'public' ? publicFields : everyField;
      const before = fields(subject);
      pass();
      report(comparison, method, before, fields(subject));
      if (!sameState(state, generator.getRNGState()))
        comparison.fail(`${method} drew random numbers: forward alone may`);
    }
  }
  for (const method of ['rForward', 'rBackward'] as const) {
    const direction = randomDirection(random, subject.variables);
    subject.rForward(direction);
    const before = vectors(subject);
    subject[method](direction);
    report(comparison, method, before, vectors(subject));
  }
  return comparison.verdict();
}

/**
 * Forward and backward leave their arguments, the parameters, v and Hv as they were; backward leaves the output too.
 */
export function checkPassPurity(subject: Subject, random: Generator): Verdict {
  const comparison = new Comparison(`${subject.name}`, 'forward and backward change results only', 0);
  evaluate(subject);
  image(subject, randomDirection(random, subject.variables));
  const kept = (): Snapshot => {
    const { input, gradOutput, target, parameters } = subject.roots;
    const { directions, accumulators } = subject;
    return snapshot(
      { input, gradOutput, target, parameters, directions, accumulators },
      () => true,
      () => true,
    );
  };
  const before = kept();
  subject.forward();
  report(comparison, 'forward', before, kept());
  const outputs = (): Snapshot =>
    snapshot(
      subject.roots,
      (field) => !isImageField(field),
      (field) => field === 'output',
    );
  const output = outputs();
  subject.backward();
  report(comparison, 'backward', before, kept());
  report(comparison, 'backward', output, outputs());
  return comparison.verdict();
}

/** The same bits on repetition, in any legal order of calls, after other directions, and after other points. */
export function checkRepetition(subject: Subject, point: Point, random: Generator): Verdict {
  const comparison = new Comparison(`${subject.name}`, 'repetition', 0);
  const { variables } = subject;
  const [u, v] = [randomDirection(random, variables), randomDirection(random, variables)];
  const passes = evaluate(subject);
  const images = image(subject, u);
  const same = (expected: Result, got: Result, where: string): void => comparison.addResults(expected, got, 1, where);

  same(images, image(subject, u), ' on repetition');
  image(subject, v);
  same(images, image(subject, u), ' after another direction');
  subject.rForward(v);
  same(images, image(subject, u), ' after rForward along another direction');
  same(passes.slice(passes.length - subject.backward().length), subject.backward(), ' of backward after R passes');

  const output = subject.forward();
  const rOutput = subject.rForward(u);
  const gradients = subject.backward();
  same(passes, [...output, ...gradients], ' with rForward before backward');
  same(images, [...rOutput, ...subject.rBackward(u)], ' with rForward before backward');

  point.move(v, 2 ** -9);
  evaluate(subject);
  image(subject, v);
  point.back();
  same(passes, evaluate(subject), ' after another point');
  same(images, image(subject, u), ' after another point');
  return comparison.verdict();
}

function report(comparison: Comparison, method: string, before: Snapshot, after: Snapshot): void {
  const change = firstChange(before, after);
  if (!change) {
    comparison.measure('', 0, 0, 0);
    return;
  }
  comparison.fail(
    `${method} changed ${change.element}: expected ${String(change.before)}, got ${String(change.after)}`,
  );
}

function vectors(subject: Subject): Snapshot {
  return snapshot(
    { v: subject.directions },
    () => true,
    () => true,
  );
}

function publicFields(subject: Subject): Snapshot {
  const { parameters, gradParameters, ...others } = subject.roots;
  const fields = snapshot(
    others,
    (field) => !isImageField(field),
    (field) => PUBLIC.has(field),
  );
  return new Map([
    ...fields,
    ...snapshot(
      { parameters, gradParameters },
      () => true,
      () => true,
    ),
  ]);
}

/** All but v and Hv, which the flat lists inside a module reach as well. */
function everyField(subject: Subject): Snapshot {
  const written = new Set([...subject.directions, ...subject.accumulators].map((tensor) => tensor._storage));
  return snapshot(
    subject.roots,
    (field) => !isImageField(field),
    (_, value) => !(value instanceof Tensor && written.has(value._storage)) && !(value instanceof Component),
  );
}
