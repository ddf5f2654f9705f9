/** @file The network that is trained, and the activations it may have. */
import { suggestion } from '../../../lib/io/nearest.js';
import { Elementwise } from '../../../lib/nn/elementwise.js';
import type { Module } from '../../../lib/nn/module.js';
import { nn } from '../../../lib/nn.js';
import { registry } from '../../../lib/registry.js';
import { UsageError } from '../../io.js';

type Constructor = new () => Module;

/** The elementwise classes of the registry that can be made without an argument, by name in lower case. */
const activations: ReadonlyMap<string, Constructor> = new Map(
  Object.entries(registry)
    .filter(([, kind]) => kind.prototype instanceof Elementwise && kind.length === 0)
    .map(([name, kind]) => [name.toLowerCase(), kind as unknown as Constructor]),
);

/** What `--activation` may be. */
export function activationNames(): string[] {
  return [...activations.keys()];
}

/** @throws UsageError when there is no such activation, with the nearest that there is. */
export function checkActivation(name: string): string {
  const known = name.toLowerCase();
  if (!activations.has(known)) {
    const near = suggestion(name, activations.keys()) || `; expected one of ${activationNames().join(', ')}`;
    throw new UsageError(`unknown activation '${name}'${near}`);
  }
  return known;
}

/** Linear, activation, …, Linear, LogSoftMax: log-probabilities of `classes` classes. */
export function makeNetwork(features: number, hidden: readonly number[], classes: number, activation: string): Module {
  const model = new nn.Sequential();
  let width = features;
  for (const size of hidden) {
    model.add(new nn.Linear(width, size)).add(new (activations.get(activation) as Constructor)());
    width = size;
  }
  return model.add(new nn.Linear(width, classes)).add(new nn.LogSoftMax());
}
