/** @file Which classes of the registry can be made: all but the bases. */
import { nn } from '../../../lib/nn.js';

/** Classes to extend, with methods that are not written. */
const bases: ReadonlySet<string> = new Set([
  'Module',
  'Container',
  'Branches',
  'Criterion',
  'TensorCriterion',
  'Elementwise',
  'LinearMap',
  'BilinearMap',
  'Rowwise',
]);

/** The names of all classes that are not bases, in the registry's order. */
export function concreteClasses(): string[] {
  return Object.keys(nn).filter((name) => !bases.has(name));
}
