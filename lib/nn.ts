/** @file The whole of Torch's `nn`: the classes, and what belongs to them. */
import * as utils from './nn/utils.js';
import { registry } from './registry.js';

export { concreteClasses } from './registry.js';

/** Torch's nn: `nn.Linear(3, 4)` and `new nn.Linear(3, 4)` are the same, and may be extended. */
export const nn: typeof registry & { readonly utils: typeof utils } = { ...registry, utils };
