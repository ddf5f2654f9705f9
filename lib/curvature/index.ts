/** @file Curvature: the Hessian and the Gauss-Newton matrix as operators, conjugate gradients on them, their spectrum and trace. */
export { type CGOptions, type CGResult, cg, inverseHv } from './cg.js';
export { plus, restricted } from './compositions.js';
export type { Batch, Batches, DataOptions } from './data.js';
export { type Diagonal, gaussNewtonDiagonal, lossDiagonal } from './diagonal.js';
export { type FisherOptions, fisher } from './fisher.js';
export { type GaussNewtonOptions, gaussNewton } from './gauss-newton.js';
export { hessian } from './hessian.js';
export { type InfluenceOptions, influence } from './influence.js';
export {
  type Eigenpairs,
  type EigenpairsOptions,
  eigenpairs,
  type Lanczos,
  type LanczosMemory,
  type LanczosOptions,
  lanczos,
  type Which,
} from './lanczos.js';
export { type Landscape, type LandscapeOptions, landscape } from './landscape.js';
export { type LsmrOptions, type LsmrResult, lsmr, type RectangularOperator } from './lsmr.js';
export { type MinresOptions, type MinresResult, minres } from './minres.js';
export { Objective } from './objective.js';
export { applyBlock, type CurvatureOperator, type Operator } from './operator.js';
export { type DiagonalEstimate, type DiagonalOptions, diagonal } from './operator-diagonal.js';
export { type ModuleFigures, type PerModuleOptions, perModule } from './per-module.js';
export { type Spectrum, type SpectrumOptions, spectrum } from './spectrum.js';
export { type TraceEstimate, type TraceOptions, trace } from './trace.js';
