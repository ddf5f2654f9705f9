/** @file The largest of several affine maps. */
import type { Module } from '../lib/nn/module.js';
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
    this.add(new Linear(inputSize, outputSize * maxoutNumber));
    this.add(new View(maxoutNumber, outputSize).setNumInputDims(1));
    if (preprocess) this.add(preprocess);
    this.add(new Max(0, 2));
  }
}
