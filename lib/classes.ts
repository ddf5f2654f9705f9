/** @file The class registry: one line for each class that `nn` offers. */
export { Module } from './nn/module.js';
export { Container } from './nn/container.js';
export { Branches } from './nn/branches.js';
export { Criterion, TensorCriterion } from './nn/criterion.js';
export { Elementwise } from './nn/elementwise.js';
export { LinearMap } from './nn/linear-map.js';
export { BilinearMap } from './nn/bilinear-map.js';
export { Rowwise } from './nn/rowwise.js';
// modules
export { Add } from '../modules/add.js';
export { CAddTable } from '../modules/c-add-table.js';
export { CMul } from '../modules/c-mul.js';
export { CMulTable } from '../modules/c-mul-table.js';
export { Concat } from '../modules/concat.js';
export { ConcatTable } from '../modules/concat-table.js';
export { Dropout } from '../modules/dropout.js';
export { Identity } from '../modules/identity.js';
export { JoinTable } from '../modules/join-table.js';
export { Linear } from '../modules/linear.js';
export { LogSoftMax } from '../modules/log-soft-max.js';
export { Mul } from '../modules/mul.js';
export { ParallelTable } from '../modules/parallel-table.js';
export { ReLU } from '../modules/relu.js';
export { Reshape } from '../modules/reshape.js';
export { SelectTable } from '../modules/select-table.js';
export { Sequential } from '../modules/sequential.js';
export { Sigmoid } from '../modules/sigmoid.js';
export { SoftMax } from '../modules/soft-max.js';
export { SoftPlus } from '../modules/soft-plus.js';
export { SplitTable } from '../modules/split-table.js';
export { Tanh } from '../modules/tanh.js';
export { Threshold } from '../modules/threshold.js';
export { View } from '../modules/view.js';
// criteria
export { BCECriterion } from '../criteria/bce-criterion.js';
export { ClassNLLCriterion } from '../criteria/class-nll-criterion.js';
export { CrossEntropyCriterion } from '../criteria/cross-entropy-criterion.js';
export { MSECriterion } from '../criteria/mse-criterion.js';
