/** @file The classes of nn, callable with and without `new`, by Torch's names. */
import * as classes from './classes.js';
import { type CallableClasses, callable } from './tensor/callable.js';

export const registry: CallableClasses<typeof classes> = callable(classes);

/** Classes to extend, with methods that are not written. */
const bases: ReadonlySet<string> = new Set([
  'Module',
  'Container',
  'Branches',
  'Criterion',
  'TensorCriterion',
  'Elementwise',
  'ElementwiseCriterion',
  'LinearMap',
  'BilinearMap',
  'Rowwise',
]);

/** The names of all classes that are not bases, in the registry's order. */
export const concreteClasses: ReadonlySet<string> = new Set(Object.keys(registry).filter((name) => !bases.has(name)));
