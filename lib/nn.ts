/** @file The whole of Torch's `nn`: the classes, and what belongs to them. */
import { Jacobian, SparseJacobian } from './check/jacobian.js';
import { NamedTable } from './nn/activation.js';
import * as tables from './nn/tables.js';
import * as utils from './nn/utils.js';
import { StochasticGradient } from './optim/stochastic-gradient.js';
import { registry } from './registry.js';
import { type Callable, callable } from './tensor/callable.js';

export { concreteClasses } from './registry.js';

type Whole = typeof registry & {
  readonly NamedTable: Callable<typeof NamedTable>;
  readonly StochasticGradient: Callable<typeof StochasticGradient>;
  readonly Jacobian: typeof Jacobian;
  readonly SparseJacobian: typeof SparseJacobian;
  readonly tables: typeof tables;
  readonly utils: typeof utils;
};

/** Torch's nn: `nn.Linear(3, 4)` and `new nn.Linear(3, 4)` are the same, and may be extended. */
export const nn: Whole = {
  ...registry,
  ...callable({ NamedTable, StochasticGradient }),
  Jacobian,
  SparseJacobian,
  tables,
  utils,
};
