/** @file Pointwise functions: how methods read their operands. What is computed is in loops.ts. */
import ops from 'ndarray-ops';
import type {
  Fused,
  FusedName,
  Limit,
  LimitName,
  NumberName,
  Pair,
  PairName,
  PointwiseMethods,
  Sum,
  SumName,
  Unary,
  UnaryName,
  WithNumber,
} from './forms.js';
import { type Arithmetic, clamp, floats, integers, pairLoops, pow, unaryLoops } from './loops.js';
import { checkFloating, dense, finished, numberOf, operandOf, target, tensorOf } from './operands.js';
import { Tensor } from './tensor.js';
import { exactInteger } from './types.js';

/**
 * The result takes the shape of its source; an operand after the source has as many elements, in any shape. A number is
 * first made an element of the tensor's type, as an argument of C's functions is. Integers wrap, save Long, which refuses
 * what is not exact; dividing an integer by zero is an error.
 */
export interface Pointwise extends PointwiseMethods {
  fill(value: number): Tensor;
  zero(): Tensor;
}

const wrapping = integers(Math.imul);
const exact = integers((a, b) => exactInteger('LongTensor', a * b));

function arithmetic(x: Tensor): Arithmetic {
  const { integer, checked } = x.elementType;
  if (!integer) return floats;
  return checked ? exact : wrapping;
}

function checkDivisor(name: string, integer: boolean, isZero: () => boolean): void {
  if (integer && isZero()) throw new RangeError(`torch.${name}: expected integers other than 0 to divide by, got 0`);
}

function unaryMethod(name: UnaryName): Unary {
  const loop = unaryLoops[name];
  const ofIntegers = name === 'abs' || name === 'neg' || name === 'sign';
  return function (this: Tensor, given) {
    const source = given === undefined ? this : tensorOf(name, given);
    if (!ofIntegers) checkFloating(name, source);
    const to = target(name, this, source);
    const x = dense(source, to);
    loop(source.nElement(), x._storage.data, x._offset, to._storage.data, to._offset);
    return finished(this, to);
  };
}

function numberMethod(name: NumberName | 'pow'): WithNumber {
  return function (this: Tensor, first: Tensor | number, second?: number) {
    const source = first instanceof Tensor ? first : this;
    const { cast, integer } = source.elementType;
    const value = cast(numberOf(name, first instanceof Tensor ? second : first));
    if (name === 'pow') checkFloating(name, source);
    if (name === 'div') checkDivisor(name, integer, () => value === 0);
    const loop = name === 'pow' ? pow : arithmetic(source)[name];
    const to = target(name, this, source);
    const x = dense(source, to);
    loop(source.nElement(), x._storage.data, x._offset, value, to._storage.data, to._offset);
    return finished(this, to);
  };
}

/** `like`'s sizes, the same number everywhere. */
function constant(like: Tensor, value: number): Tensor {
  return Tensor.zeros(like.elementType, like._size).fill(value);
}

function pairMethod(name: PairName | LimitName): Pair & Limit {
  return function (this: Tensor, first: Tensor | number, second?: Tensor | number) {
    const source = second === undefined ? this : tensorOf(name, first);
    const last = second === undefined ? first : second;
    const takesNumber = typeof last === 'number' && (name === 'cmax' || name === 'cmin');
    const operand = takesNumber ? constant(source, last) : operandOf(name, source, last);
    if (name === 'cdiv') checkDivisor(name, source.elementType.integer, () => operand.toArray().includes(0));
    const loop = name === 'cmul' || name === 'cdiv' ? arithmetic(source)[name] : pairLoops[name];
    const to = target(name, this, source);
    const a = dense(source, to);
    const b = dense(operand, to);
    loop(source.nElement(), a._storage.data, a._offset, b._storage.data, b._offset, to._storage.data, to._offset);
    return finished(this, to);
  };
}

function sumMethod(name: SumName): Sum {
  const sign = name === 'add' ? 1 : -1;
  return function (this: Tensor, first: Tensor | number, second?: Tensor | number, third?: Tensor) {
    const named = first instanceof Tensor && second !== undefined;
    const source = named ? first : this;
    const scale = named ? second : first;
    const term = named ? third : second;
    const { cast } = source.elementType;
    const n = source.nElement();
    if (typeof scale === 'number' && term === undefined) {
      const to = target(name, this, source);
      const x = dense(source, to);
      arithmetic(source).shift(n, x._storage.data, x._offset, sign * cast(scale), to._storage.data, to._offset);
      return finished(this, to);
    }
    const s = sign * cast(typeof scale === 'number' ? scale : 1);
    const operand = operandOf(name, source, typeof scale === 'number' ? term : scale);
    const to = target(name, this, source);
    const x = dense(source, to);
    const t = dense(operand, to);
    const loop = arithmetic(source).sum;
    loop(n, x._storage.data, x._offset, s, t._storage.data, t._offset, to._storage.data, to._offset);
    return finished(this, to);
  };
}

function fusedMethod(name: FusedName): Fused {
  return function (this: Tensor, ...operands: (Tensor | number)[]) {
    const named = operands.length > 2 && typeof operands[0] !== 'number';
    const source = named ? tensorOf(name, operands[0]) : this;
    const at = named ? 1 : 0;
    const scaled = typeof operands[at] === 'number';
    const s = source.elementType.cast(scaled ? (operands[at] as number) : 1);
    const first = operandOf(name, source, operands[scaled ? at + 1 : at]);
    const second = operandOf(name, source, operands[scaled ? at + 2 : at + 1]);
    if (name === 'addcdiv') checkDivisor(name, source.elementType.integer, () => second.toArray().includes(0));
    const to = target(name, this, source);
    const x = dense(source, to);
    const a = dense(first, to);
    const b = dense(second, to);
    arithmetic(source)[name](
      source.nElement(),
      x._storage.data,
      x._offset,
      s,
      a._storage.data,
      a._offset,
      b._storage.data,
      b._offset,
      to._storage.data,
      to._offset,
    );
    return finished(this, to);
  };
}

function methods<K extends string, M>(names: readonly K[], make: (name: K) => M): Record<K, M> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<K, M>;
}

const powerOf = numberMethod('pow');

export const pointwise: Pointwise & ThisType<Tensor> = {
  ...methods(Object.keys(unaryLoops) as UnaryName[], unaryMethod),
  ...methods(['mul', 'div'], numberMethod),
  ...methods(['cmul', 'cdiv', 'cpow', 'cmax', 'cmin'], pairMethod),
  ...methods(['add', 'csub'], sumMethod),
  ...methods(['addcmul', 'addcdiv'], fusedMethod),

  pow(this: Tensor, first: Tensor | number, second?: Tensor | number): Tensor {
    if (!(second instanceof Tensor)) return powerOf.call(this, first as Tensor, second as number);
    checkFloating('pow', second);
    return this.cpow(constant(second, numberOf('pow', first)), second);
  },

  clamp(this: Tensor, first: Tensor | number, second: number, third?: number) {
    const source = first instanceof Tensor ? first : this;
    const { cast } = source.elementType;
    const low = cast(numberOf('clamp', first instanceof Tensor ? second : first));
    const high = cast(numberOf('clamp', first instanceof Tensor ? third : second));
    const to = target('clamp', this, source);
    const x = dense(source, to);
    clamp(source.nElement(), x._storage.data, x._offset, low, high, to._storage.data, to._offset);
    return finished(this, to);
  },

  fill(value) {
    const element = this.elementType.cast(value);
    const n = this.nElement();
    if (this.isContiguous()) this._storage.data.fill(element, this._offset, this._offset + n);
    else ops.assigns(this.ndarray, element);
    return this;
  },

  zero() {
    return this.fill(0);
  },
};
