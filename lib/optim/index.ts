/** @file optim: methods with Torch's signature, and the function they minimise. */
export { type AdamConfig, type AdamState, adam } from './adam.js';
export { type Evaluation, type Method, NonFiniteLossError, type Opfunc } from './method.js';
export { type NewtonCGConfig, type NewtonCGState, type NewtonCGVectors, newtonCG } from './newton-cg.js';
export { type OpfuncOptions, opfunc } from './opfunc.js';
export { type SgdConfig, type SgdState, sgd } from './sgd.js';
