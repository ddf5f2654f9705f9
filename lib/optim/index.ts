/** @file optim: methods with Torch's signature, the function they minimise, and what tells of training. */
import { type Callable, callable } from '../tensor/callable.js';
import * as confusion from './confusion-matrix.js';
import * as logging from './logger.js';

export { type AdaHessianConfig, type AdaHessianState, adaHessian } from './ada-hessian.js';
export { type AdadeltaConfig, type AdadeltaState, adadelta } from './adadelta.js';
export { type AdagradConfig, type AdagradState, adagrad } from './adagrad.js';
export { type AdamConfig, type AdamState, adam } from './adam.js';
export { type AdamaxConfig, type AdamaxState, adamax } from './adamax.js';
export { type AsgdConfig, type AsgdState, asgd } from './asgd.js';
export { type CgConfig, type CgState, cg } from './cg.js';
export { checkgrad } from './checkgrad.js';
export { type CmaesConfig, cmaes } from './cmaes.js';
export { type CubicNewtonConfig, type CubicNewtonState, cubicNewton } from './cubic-newton.js';
export { type DeConfig, de } from './de.js';
export { type EsgdConfig, type EsgdState, esgd } from './esgd.js';
export { type FistaConfig, FistaLS, type FistaStep } from './fista.js';
export { type HfConfig, type HfState, hf } from './hf.js';
export type { HfVectors } from './hf-cg.js';
export { type KrylovDescentConfig, type KrylovDescentState, krylovDescent } from './krylov-descent.js';
export { type LbfgsConfig, type LbfgsState, lbfgs } from './lbfgs.js';
export { type LineSearch, type LineSearchOptions, type LineSearchResult, lswolfe } from './lswolfe.js';
export { type Evaluation, type Method, NonFiniteLossError, type Opfunc } from './method.js';
export { type NagConfig, type NagState, nag } from './nag.js';
export { type NewtonCGConfig, type NewtonCGState, type NewtonCGVectors, newtonCG } from './newton-cg.js';
export { type OpfuncOptions, opfunc } from './opfunc.js';
export { type Knot, polyinterp } from './polyinterp.js';
export { type RmspropConfig, type RmspropState, rmsprop } from './rmsprop.js';
export { type RpropConfig, type RpropState, rprop } from './rprop.js';
export {
  type SaddleFreeNewtonConfig,
  type SaddleFreeNewtonState,
  saddleFreeNewton,
} from './saddle-free-newton.js';
export { type SgdConfig, type SgdState, sgd } from './sgd.js';
export { type SophiaConfig, type SophiaState, sophia } from './sophia.js';
export { type Dataset, type Example, StochasticGradient } from './stochastic-gradient.js';
export type { SubspaceVectors } from './subspace.js';

const classes = callable({ ConfusionMatrix: confusion.ConfusionMatrix, Logger: logging.Logger });
export const ConfusionMatrix: Callable<typeof confusion.ConfusionMatrix> = classes.ConfusionMatrix;
export type ConfusionMatrix = confusion.ConfusionMatrix;
export type { ClassLike } from './confusion-matrix.js';
export const Logger: Callable<typeof logging.Logger> = classes.Logger;
export type Logger = logging.Logger;
export type { LogRow } from './logger.js';
