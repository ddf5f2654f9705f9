/** @file The backend in plain JavaScript: the reference for every other one, and the fastest for small shapes. */
import type { Kernels } from '../kernels.js';
import {
  clamp, gate, leak, sigmoid, sigmoidBend, sigmoidSlope, softPlus, softPlusBend, softPlusSlope, tanh, tanhBend, tanhSlope, threshold,
} from './activation.js';
import { gemm } from './gemm.js';
import { axpy, dot, equal, nrm2, scal, sum } from './level1.js';
import { gemv, ger } from './level2.js';
import { col2im, im2col } from './patches.js';
import { combinePlanes, dotPlanes, sumPlanes } from './planes.js';
import { addColumnSums, spread } from './rows.js';
import { scratch } from './scratch.js';
import {
  logSoftMax, logSoftMaxGrad, logSoftMaxR, logSoftMaxRGrad, softMax, softMaxGrad, softMaxRGrad,
} from './softmax.js';
import { addcmul, exp, log, mul, sumOfProducts, tripleProduct } from './vector.js';

export const js: Kernels = {
  name: 'js',
  scratch,
  gemm, gemv, ger, axpy, dot, nrm2, scal, sum, equal,
  addColumnSums, spread, sumPlanes, dotPlanes, combinePlanes, im2col, col2im,
  mul, addcmul, tripleProduct, sumOfProducts, exp, log,
  tanh, tanhSlope, tanhBend, sigmoid, sigmoidSlope, sigmoidBend, softPlus, softPlusSlope, softPlusBend, threshold, gate, leak, clamp,
  softMax, softMaxGrad, softMaxRGrad, logSoftMax, logSoftMaxGrad, logSoftMaxR, logSoftMaxRGrad,
};
