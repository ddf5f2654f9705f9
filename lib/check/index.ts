/** @file Checks that prove gradients and the R-operator of modules, criteria and networks. */
export { checkCriterion } from './check-criterion.js';
export { checkModule } from './check-module.js';
export { checkNetwork } from './check-network.js';
export { type Blocks, type FuzzCase, fuzzNetworks, randomNetwork } from './fuzz.js';
export type { CheckOptions } from './properties.js';
export { Report, type Verdict } from './report.js';
