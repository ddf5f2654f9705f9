/** @file The `nn` namespace: every class of the registry, callable with and without `new`. */
import * as classes from './classes.js';
import { type CallableClasses, callable } from './tensor/callable.js';

/** Torch's nn: `nn.Linear(3, 4)` and `new nn.Linear(3, 4)` are the same, and may be extended. */
export const nn: CallableClasses<typeof classes> = callable(classes);

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
export const concreteClasses: ReadonlySet<string> = new Set(Object.keys(nn).filter((name) => !bases.has(name)));
