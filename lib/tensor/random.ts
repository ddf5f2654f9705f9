/** @file Tensors filled with random numbers, in Torch's order of draws, from the default generator. */
import { Generator } from './generator.js';
import type { Tensor } from './tensor.js';

/** The generator behind every `torch.*` draw, every initial weight and every stochastic module. */
export const generator: Generator = new Generator();

export interface RandomFills {
  /** Uniform in [a, b), [0, 1) by default. */
  uniform(a?: number, b?: number): Tensor;
  normal(mean?: number, stdv?: number): Tensor;
  /** 1 with probability p (0.5 by default; or a tensor of one p for each element), else 0. */
  bernoulli(p?: number | Tensor): Tensor;
  exponential(lambda?: number): Tensor;
  cauchy(median?: number, sigma?: number): Tensor;
  logNormal(mean?: number, stdv?: number): Tensor;
  geometric(p: number): Tensor;
  /** Integers in a … b, in 1 … b, or over the range that the type holds exactly. */
  random(a?: number, b?: number): Tensor;
}

/** Largest value of `x.random()` plus one, by type: as many integers as the type can hold exactly. */
const randomRange: Record<string, number> = {
  Byte: 2 ** 8,
  Char: 2 ** 7,
  Short: 2 ** 15,
  Int: 2 ** 31,
  Long: 2 ** 32,
  Float: 2 ** 24 + 1,
  Double: 2 ** 32,
};

export const randomFills: RandomFills & ThisType<Tensor> = {
  uniform(a = 0, b = 1) {
    return this.apply(() => generator.uniform(a, b));
  },
  normal(mean = 0, stdv = 1) {
    return this.apply(() => generator.normal(mean, stdv));
  },
  bernoulli(p = 0.5) {
    if (typeof p === 'number') return this.apply(() => generator.bernoulli(p));
    const probabilities = p.toArray();
    if (probabilities.length !== this.nElement()) {
      throw new RangeError(`Tensor.bernoulli: expected ${this.nElement()} probabilities, got ${p.describe()}`);
    }
    let i = 0;
    return this.apply(() => generator.bernoulli(probabilities[i++]));
  },
  exponential(lambda = 1) {
    return this.apply(() => generator.exponential(lambda));
  },
  cauchy(median = 0, sigma = 1) {
    return this.apply(() => generator.cauchy(median, sigma));
  },
  logNormal(mean = 1, stdv = 2) {
    return this.apply(() => generator.logNormal(mean, stdv));
  },
  geometric(p) {
    return this.apply(() => generator.geometric(p));
  },
  random(a, b) {
    if (a !== undefined) return this.apply(b === undefined ? () => generator.random(a) : () => generator.random(a, b));
    const range = randomRange[this.elementType.name];
    return this.apply(() => generator.random() % range);
  },
};
