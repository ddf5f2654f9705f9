/** @file What every method has in common: Torch's signature, what a function evaluation gives, and checked configurations. */
import { suggestion } from '../io/nearest.js';
import { Tensor } from '../tensor/index.js';

/** A function at one point. Tensors belong to the function: they hold until its next call. */
export interface Evaluation {
  loss: number;
  gradient: Tensor;
  /** out ← Hv at this point; without `out`, a new tensor. Needed by the methods that use curvature. */
  hv?: (v: Tensor, out?: Tensor) => Tensor;
  /** out ← Gv, with the generalised Gauss-Newton matrix at this point; `v` may be `out`. */
  gnv?: (v: Tensor, out?: Tensor) => Tensor;
  /** out ← the diagonal of the empirical Fisher matrix at this point, squared gradients of single examples. */
  fisherDiagonal?: (out?: Tensor) => Tensor;
  /** Where a loss that is not finite came from. */
  firstNonFinite?: () => string | undefined;
}

/** f at x. */
export interface Opfunc {
  (x: Tensor): Evaluation;
  /** f(x) alone, where that is cheaper; leaves the last evaluation's gradient as it is. */
  lossAt?: (x: Tensor) => number;
}

/**
 * Changes x in place, by one step; returns [x, losses], the losses of the evaluations that were made, and for some methods more. What
 * a method remembers from step to step is in `state`, which is `config` itself when left out, as in Torch.
 *
 * @throws TypeError for names that neither config nor state has, and for values of the wrong kind; RangeError for numbers out of
 * their range, and when the state is of an x of another size; NonFiniteLossError.
 */
export interface Method<Config extends object, State extends object, More extends unknown[] = []> {
  (opfunc: Opfunc, x: Tensor, config?: Config, state?: State): [Tensor, number[], ...More];
  /** The names that config and state may have. */
  readonly names: ReadonlySet<string>;
}

/** A loss that is NaN or infinite: x is as it was, and the message names the first module that made one. */
export class NonFiniteLossError extends Error {
  override name = 'NonFiniteLossError';
}

/** Throws when the loss is not finite. */
export function checkFinite(method: string, evaluation: Evaluation): void {
  if (Number.isFinite(evaluation.loss)) return;
  const origin = evaluation.firstNonFinite?.();
  throw new NonFiniteLossError(
    `${method}: expected a finite loss, got ${evaluation.loss}${origin ? `; the first value that is not finite is in ${origin}` : ''}`,
  );
}

/** f and ∇f + weightDecay · x at x. */
export function evaluateDecayed(method: string, opfunc: Opfunc, x: Tensor, weightDecay: number = 0): Evaluation {
  const evaluation = opfunc(x);
  checkFinite(method, evaluation);
  if (weightDecay !== 0) evaluation.gradient.add(weightDecay, x);
  return evaluation;
}

/** A function at a point where loss and gradient are finite. */
export interface FiniteEvaluation extends Evaluation {
  gradientNorm: number;
}

/** ‖vector‖. @throws NonFiniteLossError where it is not finite. */
export function finiteNorm(method: string, what: string, vector: Tensor): number {
  const norm = vector.norm();
  if (Number.isFinite(norm)) return norm;
  throw new NonFiniteLossError(`${method}: expected a finite ${what}, got one of norm ${norm}`);
}

function checkSize(method: string, what: string, vector: Tensor, x: Tensor): void {
  if (vector.nElement() === x.nElement()) return;
  throw new RangeError(`${method}: expected ${what} of ${x.nElement()} elements, as x has, got ${vector.nElement()}`);
}

/** f and ∇f at x. @throws RangeError for a gradient of another size; NonFiniteLossError. */
export function evaluateFinite(method: string, opfunc: Opfunc, x: Tensor): FiniteEvaluation {
  const evaluation = opfunc(x);
  checkFinite(method, evaluation);
  checkSize(method, 'a gradient', evaluation.gradient, x);
  return { ...evaluation, gradientNorm: finiteNorm(method, 'gradient', evaluation.gradient) };
}

/** f at a point that is tried, alone; infinite where it is not finite: there is no way to −∞. When opfunc throws, x ← before. */
export function trialLoss(opfunc: Opfunc, x: Tensor, before: Tensor): number {
  try {
    const loss = opfunc.lossAt ? opfunc.lossAt(x) : opfunc(x).loss;
    return Number.isFinite(loss) ? loss : Infinity;
  } catch (error) {
    x.copy(before);
    throw error;
  }
}

/** And where there are products with a matrix of curvature. */
export interface CurvedEvaluation extends FiniteEvaluation {
  /** out ← Hv, or Gv. @throws RangeError for a product of another size; NonFiniteLossError for one that is not finite. */
  times: (v: Tensor, out: Tensor) => Tensor;
}

/**
 * f, ∇f and products with H, or with the Gauss-Newton matrix, at x: for methods that use curvature.
 *
 * @throws TypeError when opfunc does not give the product; RangeError, NonFiniteLossError as above.
 */
export function evaluateCurved(
  method: string,
  opfunc: Opfunc,
  x: Tensor,
  product: 'hv' | 'gnv' = 'hv',
): CurvedEvaluation {
  const evaluation = evaluateFinite(method, opfunc, x);
  const times = evaluation[product];
  if (!times) throw new TypeError(`${method}: expected opfunc to give ${product}, got loss and gradient only`);
  return {
    ...evaluation,
    times: (v, out) => {
      const result = times(v, out);
      checkSize(method, product, result, x);
      finiteNorm(method, product, result);
      // A function may leave out alone.
      return result === out ? out : out.copy(result);
    },
  };
}

/** Kinds of numbers that have a range, with how errors tell it. */
type Range = 'number' | 'positive' | 'nonNegative' | 'fraction' | 'count';
const ranges: Readonly<Record<Range, [expected: string, accepts: (x: number) => boolean]>> = {
  number: ['a number', (x) => !Number.isNaN(x)],
  positive: ['a finite number > 0', (x) => x > 0 && x < Infinity],
  nonNegative: ['a finite number >= 0', (x) => x >= 0 && x < Infinity],
  fraction: ['a number >= 0 and < 1', (x) => x >= 0 && x < 1],
  count: ['a whole number from 1 up', (x) => Number.isInteger(x) && x >= 1],
};

/** Kinds of tensors: how many times they have as many elements as x. */
type TensorKind = 'vector' | 'pair';
const vectorsIn: Readonly<Record<TensorKind, number>> = { vector: 1, pair: 2 };

/** Kinds of values; of one name a configuration may have a number and a state, in the same object, a vector. */
type Kind = Range | 'boolean' | 'function' | 'object' | TensorKind | 'numberOrVector';
type Kinds<Names extends object> = Record<keyof Required<Names>, Kind>;

/** A method of Torch's signature: `step`, behind a check of x, of the configuration and of the state. */
export function defineMethod<Config extends object, State extends object, More extends unknown[] = []>(
  name: string,
  config: Kinds<Config>,
  state: Kinds<State>,
  step: (opfunc: Opfunc, x: Tensor, config: Config, state: State) => [Tensor, number[], ...More],
): Method<Config, State, More> {
  // Names of config come first, and its ranges hold for both.
  const kinds = { ...config, ...state, ...config } as Record<string, Kind>;
  const method: Method<Config, State, More> = Object.assign(
    (opfunc: Opfunc, x: Tensor, given: Config = {} as Config, remembered: State = given as unknown as State) => {
      if (typeof opfunc !== 'function' || !(x instanceof Tensor)) {
        throw new TypeError(`${name}: expected (opfunc, x, config?, state?), a function and a tensor first`);
      }
      checkNames(name, kinds, given, x);
      if ((remembered as object) !== given) checkNames(name, kinds, remembered, x);
      return step(opfunc, x, given, remembered);
    },
    { names: new Set(Object.keys(kinds)) },
  );
  return method;
}

function checkNames(method: string, kinds: Record<string, Kind>, given: object, x: Tensor): void {
  if (given instanceof Map) {
    throw new TypeError(
      `${method}: expected an object, got a Map as files have them; Object.fromEntries(map) makes one of it`,
    );
  }
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(kinds, name)) {
      const known = Object.keys(kinds);
      const near = suggestion(name, known) || `; expected one of ${known.join(', ')}`;
      throw new TypeError(`${method}: unknown name '${name}' in its configuration${near}`);
    }
    if (value === undefined) continue;
    const either = value instanceof Tensor ? 'vector' : 'number';
    const asked = kinds[name] === 'numberOrVector' ? either : kinds[name];
    const range = Object.hasOwn(ranges, asked) ? ranges[asked as Range] : undefined;
    const kind = range ? 'number' : asked;
    const vectors = Object.hasOwn(vectorsIn, kind) ? vectorsIn[kind as TensorKind] : undefined;
    if (vectors ? !(value instanceof Tensor) : typeof value !== kind) {
      throw new TypeError(`${method}: expected ${name} to be a ${vectors ? 'vector' : kind}, got ${typeof value}`);
    }
    if (range && !range[1](value as number)) {
      throw new RangeError(`${method}: expected ${name} to be ${range[0]}, got ${value}`);
    }
    if (vectors && (value as Tensor).nElement() !== vectors * x.nElement()) {
      const expected = vectors === 1 ? `${x.nElement()} elements, as x has` : `${vectors} × ${x.nElement()} elements`;
      throw new RangeError(`${method}: expected ${name} of ${expected}, got ${(value as Tensor).nElement()}`);
    }
  }
}
