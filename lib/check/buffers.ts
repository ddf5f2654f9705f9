/** @file Property: after warm-up a step allocates no memory for numbers. */
import { type ElementType, elementTypes, type Generator, Tensor, type TypedArray } from '../tensor/index.js';
import { Comparison } from './comparison.js';
import type { Verdict } from './report.js';
import { evaluate, image, randomDirection, type Subject } from './subject.js';
import { walk } from './walk.js';

/**
 * Counts what two steps of forward, backward and their images allocate through storages, and looks whether any tensor
 * in the subject moved to other memory meanwhile.
 */
export function checkBuffers(subject: Subject, random: Generator): Verdict {
  const comparison = new Comparison(subject.name, 'buffers', 0);
  evaluate(subject);
  image(subject, randomDirection(random, subject.variables));
  for (let i = 0; i < 2; i++) subject.step();
  const before = memory(subject);
  const allocations = countAllocations(elementTypes.Double, () => {
    for (let i = 0; i < 2; i++) subject.step();
  });
  comparison.measure('typed arrays allocated by two steps after warm-up', allocations, 0, allocations);
  for (const [path, data] of memory(subject)) {
    if (before.get(path) !== data) {
      comparison.measure(`new memory for ${path} after warm-up`, Math.max(1, allocations), 0, Math.max(1, allocations));
      comparison.fail(`expected ${path} in the memory of the step before, got new memory`);
    }
  }
  return comparison.verdict();
}

function memory(subject: Subject): Map<string, TypedArray> {
  const found = new Map<string, TypedArray>();
  walk(subject.roots, (path, value) => {
    if (value instanceof Tensor && value.nElement() > 0) found.set(path, value._storage.data);
  });
  return found;
}

/**
 * How often f allocates elements of a type. The only way to see arrays that are dropped again is to stand where they
 * are made.
 */
function countAllocations(type: ElementType, f: () => void): number {
  const watched = type as { allocate: ElementType['allocate'] };
  const { allocate } = watched;
  let count = 0;
  watched.allocate = (length) => {
    if (length > 0) count++;
    return allocate(length);
  };
  try {
    f();
  } finally {
    watched.allocate = allocate;
  }
  return count;
}
