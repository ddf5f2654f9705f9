/** @file Tensors filled with random numbers, in Torch's order of draws, from the default generator. */
import { Generator } from './generator.js';
import type { Tensor } from './tensor.js';

/** The generator behind every `torch.*` draw, every initial weight and every stochastic module. */
export const generator: Generator = new Generator();

/**
 * One draw for each element, in row-major order. `uniform`, `normal`, `exponential`, `cauchy` and `logNormal` exist for
 * Double and Float; TypeError for integer types. Their arguments pass through the tensor's type, as in Torch's C
 * functions: a FloatTensor draws with the floats nearest to them. Errors of range are those of `Generator`, and leave
 * the tensor as it was.
 */
export interface RandomFills {
  /** Uniform in [a, b), [0, 1) by default. */
  uniform(a?: number, b?: number): Tensor;
  normal(mean?: number, stdv?: number): Tensor;
  /** 1 with probability p (0.5 by default; or a tensor of one p for each element), else 0. */
  bernoulli(p?: number | Tensor): Tensor;
  exponential(lambda: number): Tensor;
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

/** `values` as a real tensor's type holds them. */
function ofType(x: Tensor, method: string, ...values: number[]): number[] {
  if (x.elementType.integer) {
    throw new TypeError(`Tensor.${method}: expected a DoubleTensor or a FloatTensor, got ${x.describe()}`);
  }
  return x.elementType.name === 'Float' ? values.map(Math.fround) : values;
}

export const randomFills: RandomFills & ThisType<Tensor> = {
  uniform(a = 0, b = 1) {
    const [low, high] = ofType(this, 'uniform', a, b);
    return this.apply(() => generator.uniform(low, high));
  },
  normal(mean = 0, stdv = 1) {
    const [m, s] = ofType(this, 'normal', mean, stdv);
    return this.apply(() => generator.normal(m, s));
  },
  bernoulli(p = 0.5) {
    if (typeof p === 'number') return this.apply(() => generator.bernoulli(p));
    const probabilities = p.toArray();
    if (probabilities.length !== this.nElement()) {
      throw new RangeError(`Tensor.bernoulli: expected ${this.nElement()} probabilities, got ${p.describe()}`);
    }
    const bad = probabilities.find((q) => !(q >= 0 && q <= 1));
    if (bad !== undefined) throw new RangeError(`Tensor.bernoulli: expected 0 <= p <= 1, got ${bad}`);
    let i = 0;
    return this.apply(() => generator.bernoulli(probabilities[i++]));
  },
  exponential(lambda) {
    if (lambda === undefined) throw new TypeError('Tensor.exponential: expected lambda, got undefined');
    const [rate] = ofType(this, 'exponential', lambda);
    return this.apply(() => generator.exponential(rate));
  },
  cauchy(median = 0, sigma = 1) {
    const [m, s] = ofType(this, 'cauchy', median, sigma);
    return this.apply(() => generator.cauchy(m, s));
  },
  logNormal(mean = 1, stdv = 2) {
    const [m, s] = ofType(this, 'logNormal', mean, stdv);
    return this.apply(() => generator.logNormal(m, s));
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
