/** @file The largest of several affine maps. */

import { checkIs } from '../lib/nn/kinds.js';
import { Module } from '../lib/nn/module.js';
import { checkNumbers, count } from '../lib/nn/numbers.js';
import { Linear } from './linear.js';
import { Max } from './max.js';
import { Sequential } from './sequential.js';
import { View } from './view.js';

/**
 * yⱼ = maxₖ (W x + b)ₖⱼ, k = 1 … maxoutNumber: Linear, View, `preprocess` where there is one (say, Dropout), Max.
 * x: (N × inputSize) or (inputSize); y: (N × outputSize) or (outputSize). (Goodfellow et al. 2013.)
 */
export class Maxout extends Sequential {
  constructor(inputSize: number, outputSize: number, maxoutNumber: number, preprocess?: Module) {
    super();
    checkNumbers(this.constructor.name, { inputSize, outputSize, maxoutNumber }, count);
    if (preprocess !== undefined) checkIs(this.constructor.name, 'preprocess to be a module', preprocess, Module);
    this.add(new Linear(inputSize, outputSize * maxoutNumber));
    this.add(new View(maxoutNumber, outputSize).setNumInputDims(1));
    if (preprocess !== undefined) this.add(preprocess);
    this.add(new Max(0, 2));
  }
}
