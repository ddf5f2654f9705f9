/** @file The public face: torch, nn, optim, curvature, check. */
export * as check from './check/index.js';
export type * from './classes.js';
export * as curvature from './curvature/index.js';
export { FileFormatError } from './io/t7/format-error.js';
export { LuaFunction, type LuaValue, TorchObject } from './io/t7/values.js';
export type { Activation, RActivation } from './nn/activation.js';
export type { Target } from './nn/criterion.js';
export { nn } from './nn.js';
export * as optim from './optim/index.js';
export type { Generator, Storage, Tensor } from './tensor/index.js';
export { torch } from './torch.js';
