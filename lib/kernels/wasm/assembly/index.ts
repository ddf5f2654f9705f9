/** @file The exports of the module: every kernel as an F64 and an F32 instance. */
export * from './activation';
export * from './gemm';
export * from './level';
export * from './patches';
export * from './planes';
export * from './softmax';
export * from './sums';
export * from './vector';
