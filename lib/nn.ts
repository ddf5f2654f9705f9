/** @file The `nn` namespace: every class of the registry, callable with and without `new`. */
import * as classes from './classes.js';
import { type CallableClasses, callable } from './tensor/callable.js';

/** Torch's nn: `nn.Linear(3, 4)` and `new nn.Linear(3, 4)` are the same, and may be extended. */
export const nn: CallableClasses<typeof classes> = callable(classes);
