/** @file Loops over elements: what one works on, and which loop a function has for which types. */
import type { Vector } from '../../kernels/index.js';
import type { TypeName } from '../types.js';

/**
 * What a loop works on: n elements of x from xo on, one after the other, likewise a and b where a function has more
 * operands, the numbers s and t, and the result y, which may be an operand, from the same place. Integers come as
 * doubles; what a loop makes of them is stored as C would: cut off and wrapped, or of a Long refused where it is not
 * exact.
 */
export interface Lanes {
  /** The function's, for errors. */
  readonly name: string;
  readonly n: number;
  readonly x: Vector;
  readonly xo: number;
  readonly a: Vector;
  readonly ao: number;
  readonly b: Vector;
  readonly bo: number;
  readonly s: number;
  readonly t: number;
  readonly y: Vector;
  readonly yo: number;
}

/** One that `refuses` may throw: it is run through once before anything is written. */
export interface Loop {
  (lanes: Lanes): void;
  readonly refuses?: boolean;
}

/** The loops of a function by the type of its operands. Types without one do not have the function. */
export type Loops = Readonly<Partial<Record<TypeName, Loop>>>;

export const floating = (loop: Loop): Loops => ({ Double: loop, Float: loop });
export const wrapping = (loop: Loop): Loops => ({ Int: loop, Short: loop, Char: loop, Byte: loop });
export const integral = (loop: Loop): Loops => ({ ...wrapping(loop), Long: loop });
export const every = (loop: Loop): Loops => ({ ...floating(loop), ...integral(loop) });

/** A number that integers are divided by. */
export function divisor({ name }: Lanes, value: number): number {
  if (value === 0) throw new RangeError(`torch.${name}: expected integers other than 0 to divide by, got 0`);
  return value;
}

export function refusing(loop: (lanes: Lanes) => void): Loop {
  return Object.assign(loop, { refuses: true });
}

/** So many elements are walked at a time: what four lanes of them hold stays in the cache. */
export const PIECE = 2048;

const repeated = new Float64Array(PIECE);

/** The same loops with the number s for every element of a. */
export function constant(loops: Loops): Loops {
  return Object.fromEntries(Object.entries(loops).map(([type, loop]) => [type, ofConstant(loop)]));
}

function ofConstant(loop: Loop): Loop {
  const run = (lanes: Lanes): void => {
    const { n, xo, s, yo } = lanes;
    const a = repeated.fill(s, 0, Math.min(n, PIECE));
    for (let done = 0; done < n; done += PIECE) {
      loop({ ...lanes, n: Math.min(PIECE, n - done), xo: xo + done, a, ao: 0, yo: yo + done });
    }
  };
  return Object.assign(run, { refuses: loop.refuses });
}
