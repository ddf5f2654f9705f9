/** @file Random numbers, one by one and into tensors, in Torch's order of draws. */
import { type Calls, type Fills, making } from './calls.js';
import { checkUsable, Generator } from './generator.js';
import { checkFloating, numberOf, tensorOf } from './operands.js';
import { listed, type Sizes } from './shape.js';
import { Tensor } from './tensor.js';

/** The generator behind every draw that names no other, every initial weight and every stochastic module. */
export const generator: Generator = new Generator();

/** Operands that may begin with a generator. */
type Drawn<A extends readonly unknown[]> = A | [generator: Generator, ...A];

export interface DrawingFunction<A extends readonly unknown[]> {
  (...operands: Drawn<A>): number;
  (x: Tensor, ...operands: Drawn<A>): Tensor;
}
/** `torch.f([gen,] …)` is one draw; `x.f([gen,] …)` and `torch.f(x, [gen,] …)` draw every element of x, in row-major order. */
export type Draws<A extends readonly unknown[]> = Calls<(...operands: Drawn<A>) => Tensor, DrawingFunction<A>>;

type Weighted = [n: number, replacement?: boolean];
export interface MultinomialMethod {
  (...operands: Drawn<Weighted>): Tensor;
  (...operands: Drawn<[weights: Tensor, ...Weighted]>): Tensor;
}
export interface MultinomialFunction {
  (...operands: Drawn<[weights: Tensor, ...Weighted]>): Tensor;
  (result: Tensor, ...operands: Drawn<[weights: Tensor, ...Weighted]>): Tensor;
}

/**
 * All draw from the generator that stands first among the operands, or behind a result, else from the common one. `uniform`, `normal`,
 * `exponential`, `cauchy`, `logNormal`, `rand`, `randn` exist for Double and Float, TypeError for other types; their arguments pass
 * through the tensor's type, as in Torch's C functions. The distributions and their errors are those of `Generator`; errors leave the
 * tensor as it was, and nothing is drawn.
 */
export interface Random {
  uniform: Draws<[a?: number, b?: number]>;
  normal: Draws<[mean?: number, stdv?: number]>;
  exponential: Draws<[lambda: number]>;
  cauchy: Draws<[median?: number, sigma?: number]>;
  logNormal: Draws<[mean?: number, stdv?: number]>;
  /** For every type. */
  geometric: Draws<[p: number]>;
  /** For every type: 1 with probability p (0.5 by default), else 0. A Double or Float tensor has a p for each element of x. */
  bernoulli: Calls<
    (...operands: Drawn<[p?: number | Tensor]>) => Tensor,
    DrawingFunction<[p?: number]> & ((x: Tensor, ...operands: Drawn<[p: Tensor]>) => Tensor)
  >;
  /** For every type: integers of a … b, of 1 … b, or of the range that the type holds exactly. */
  random: Draws<[last?: number] | [first: number, last: number]>;
  /** Uniform in [0, 1), of the given sizes. */
  rand: Fills<Drawn<Sizes>>;
  /** Of the standard normal distribution, of the given sizes. */
  randn: Fills<Drawn<Sizes>>;
  /** For every type: a random permutation of 0 … n − 1. */
  randperm: Fills<Drawn<[n: number]>>;
  /**
   * n indices (Long) drawn with the given weights (K), Double or Float; of weights (rows×K) a row for each. Without replacement, as
   * by default, no index is drawn twice. RangeError for other shapes.
   */
  multinomial: Calls<MultinomialMethod, MultinomialFunction>;
}

/** Splits off a generator in front. */
export function drawnFrom(operands: readonly unknown[]): [g: Generator, rest: readonly unknown[]] {
  return operands[0] instanceof Generator ? [operands[0], operands.slice(1)] : [generator, operands];
}

type Draw = (g: Generator, a?: number, b?: number) => number;

/** `real`: for Double and Float, with arguments of the tensor's precision. */
function drawing(name: string, real: boolean, draw: Draw): { call: (...operands: unknown[]) => unknown } {
  return {
    call(...operands) {
      const x = operands[0] instanceof Tensor ? operands[0] : undefined;
      const [g, rest] = drawnFrom(x ? operands.slice(1) : operands);
      const [a, b] = rest.map((v) => (v === undefined ? v : numberOf(name, v)));
      if (!x) return draw(g, a, b);
      if (!real) return x.apply(() => draw(g, a, b));
      checkFloating(name, x);
      const [p, q] = [a, b].map((v) => (v === undefined ? v : x.elementType.cast(v)));
      return x.apply(() => draw(g, p, q));
    },
  };
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

const bounded = drawing('random', false, (g, a, b) => {
  if (a === undefined) return g.random();
  return b === undefined ? g.random(a) : g.random(a, b);
});
const single = drawing('bernoulli', false, (g, p) => g.bernoulli(p));

function bernoulli(...operands: unknown[]): unknown {
  const [x, ...others] = operands;
  const [g, [p]] = drawnFrom(others);
  if (!(p instanceof Tensor)) return single.call(...operands);
  const result = tensorOf('bernoulli', x);
  checkFloating('bernoulli', p);
  const probabilities = p.toArray();
  if (probabilities.length !== result.nElement()) {
    throw new RangeError(`torch.bernoulli: expected ${result.nElement()} probabilities, got ${p.describe()}`);
  }
  const bad = probabilities.find((q) => !(q >= 0 && q <= 1));
  if (bad !== undefined) throw new RangeError(`torch.bernoulli: expected 0 <= p <= 1, got ${bad}`);
  let i = 0;
  return result.apply(() => g.bernoulli(probabilities[i++]));
}

function sized(name: 'rand' | 'randn', draw: 'uniform' | 'normal'): Random['rand'] {
  return {
    fill(x, ...operands) {
      checkFloating(name, x);
      const [g, size] = drawnFrom(operands);
      x.resize(listed(size as Sizes))[draw](g);
    },
  };
}

function multinomial(...operands: unknown[]): unknown {
  const g = operands.find((operand) => operand instanceof Generator) ?? generator;
  return making<[Tensor], Weighted, [Tensor]>('multinomial', {
    results: ['Long'],
    operands: 1,
    compute([result], weights, n, replacement) {
      checkFloating('multinomial', weights);
      if (weights.dim() !== 1 && weights.dim() !== 2) {
        throw new RangeError(`torch.multinomial: expected (K) or (rows × K) weights, got ${weights.describe()}`);
      }
      const rows = (weights.dim() === 1 ? [weights] : weights.split(1)).map((row) => row.toArray());
      for (const row of rows) checkUsable(row, numberOf('multinomial', n), replacement);
      const drawn = rows.map((row) => g.multinomial(row, n, replacement));
      const indices = Tensor.from('Long', weights.dim() === 1 ? drawn[0] : drawn);
      result.resizeAs(indices).copy(indices);
    },
  })(...operands.filter((operand) => operand !== g));
}

export const random: Random = {
  uniform: drawing('uniform', true, (g, a, b) => g.uniform(a, b)),
  normal: drawing('normal', true, (g, mean, stdv) => g.normal(mean, stdv)),
  exponential: drawing('exponential', true, (g, lambda) => g.exponential(lambda as number)),
  cauchy: drawing('cauchy', true, (g, median, sigma) => g.cauchy(median, sigma)),
  logNormal: drawing('logNormal', true, (g, mean, stdv) => g.logNormal(mean, stdv)),
  geometric: drawing('geometric', false, (g, p) => g.geometric(p as number)),
  bernoulli: { call: bernoulli },
  random: {
    call(...operands) {
      const [x, ...others] = operands;
      const [g, bounds] = drawnFrom(others);
      if (!(x instanceof Tensor) || bounds.length > 0) return bounded.call(...operands);
      const range = randomRange[x.elementType.name];
      return x.apply(() => g.random() % range);
    },
  },
  rand: sized('rand', 'uniform'),
  randn: sized('randn', 'normal'),
  randperm: {
    fill(x, ...operands) {
      const [g, [n]] = drawnFrom(operands);
      const order = g.permutation(numberOf('randperm', n));
      x.resize(order.length).copy(Tensor.from('Double', order));
    },
  },
  multinomial: { call: multinomial },
};
