/** @file Curvature: the Hessian and the Gauss-Newton matrix as operators, and conjugate gradients on them. */
export { type CGOptions, type CGResult, cg } from './cg.js';
export { type Diagonal, gaussNewtonDiagonal, lossDiagonal } from './diagonal.js';
export { type GaussNewtonOptions, gaussNewton } from './gauss-newton.js';
export { hessian } from './hessian.js';
export { type Batch, type Batches, Objective } from './objective.js';
export type { CurvatureOperator, Operator } from './operator.js';
