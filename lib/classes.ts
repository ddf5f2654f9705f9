/** @file The class registry: one line for each class that `nn` offers. */
export { Module } from './nn/module.js';
export { Container } from './nn/container.js';
export { Criterion, TensorCriterion } from './nn/criterion.js';
export { Elementwise } from './nn/elementwise.js';
export { LinearMap } from './nn/linear-map.js';
export { BilinearMap } from './nn/bilinear-map.js';
export { Rowwise } from './nn/rowwise.js';
// modules
export { Add } from '../modules/add.js';
export { CMul } from '../modules/c-mul.js';
export { Dropout } from '../modules/dropout.js';
export { Linear } from '../modules/linear.js';
export { LogSoftMax } from '../modules/log-soft-max.js';
export { Mul } from '../modules/mul.js';
export { ReLU } from '../modules/relu.js';
export { Sequential } from '../modules/sequential.js';
export { Sigmoid } from '../modules/sigmoid.js';
export { SoftMax } from '../modules/soft-max.js';
export { SoftPlus } from '../modules/soft-plus.js';
export { Tanh } from '../modules/tanh.js';
export { Threshold } from '../modules/threshold.js';
// criteria
export { ClassNLLCriterion } from '../criteria/class-nll-criterion.js';
