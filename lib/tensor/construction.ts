/** @file Tensors of a pattern: zeros, ones, the identity, and sequences. */
import type { Fills } from './calls.js';
import { checkFloating, numberOf } from './operands.js';
import { listed, type Sizes } from './shape.js';
import type { Tensor } from './tensor.js';
import { exactInteger } from './types.js';

/** Into a tensor of any type, unless it says otherwise. `range`, `linspace` and `logspace` keep its sizes when it has as many elements. */
export interface Construction {
  /** Zeros, of the given sizes. */
  zeros: Fills<Sizes>;
  /** Ones, of the given sizes. */
  ones: Fills<Sizes>;
  /** The (n×m) identity; m = n by default. RangeError unless both are whole numbers from 1 up. */
  eye: Fills<[n: number, m?: number]>;
  /**
   * first, first + step, … up to and with last; step = 1 by default. In a tensor of integers all three are cut off towards zero.
   * RangeError where the step does not lead from first to last.
   */
  range: Fills<[first: number, last: number, step?: number]>;
  /** n values, 100 by default, from first to last in equal steps; Double and Float. RangeError for fewer than two, save one of first = last. */
  linspace: Fills<[first: number, last: number, n?: number]>;
  /** 10 to the powers that `linspace` gives; Double and Float. */
  logspace: Fills<[first: number, last: number, n?: number]>;
}

/** Fills x, of n elements in whatever shape, with f(0), f(1), … */
function sequence(x: Tensor, n: number, f: (i: number) => number): void {
  if (x.nElement() !== n) x.resize(n);
  let i = 0;
  x.apply(() => f(i++));
}

function spaced(name: 'linspace' | 'logspace', f: (value: number) => number): Construction['linspace'] {
  return {
    fill(x, first, last, n = 100) {
      checkFloating(name, x);
      const { cast } = x.elementType;
      const [a, b] = [cast(numberOf(name, first)), cast(numberOf(name, last))];
      if (!Number.isInteger(n) || n < (a === b ? 1 : 2)) {
        throw new RangeError(`torch.${name}: expected 2 points or more from ${first} to ${last}, got ${n}`);
      }
      sequence(x, n, (i) => f(n === 1 ? a : cast(a + cast(cast(i * cast(b - a)) / (n - 1)))));
    },
  };
}

export const construction: Construction = {
  zeros: { fill: (x, ...size) => void x.resize(listed(size)).zero() },
  ones: { fill: (x, ...size) => void x.resize(listed(size)).fill(1) },
  eye: {
    fill(x, n, m = n) {
      if (![n, m].every((size) => Number.isInteger(size) && size >= 1)) {
        throw new RangeError(`torch.eye: expected sizes of 1 or more, got ${n} × ${m}`);
      }
      x.resize(n, m).zero();
      for (let i = 0; i < Math.min(n, m); i++) x.set(i, i, 1);
    },
  },
  range: {
    fill(x, first, last, step = 1) {
      const { integer } = x.elementType;
      const [from, to, by] = [first, last, step].map((v) =>
        integer ? exactInteger('torch.range', numberOf('range', v)) : numberOf('range', v),
      );
      if (by === 0 || !((to - from) / by >= 0)) {
        throw new RangeError(`torch.range: expected a step that leads from ${first} to ${last}, got ${step}`);
      }
      const steps = (to - from) / by;
      sequence(x, Math.trunc((integer ? Math.trunc(steps) : steps) + 1), (i) => from + i * by);
    },
  },
  linspace: spaced('linspace', (v) => v),
  logspace: spaced('logspace', (v) => 10 ** v),
};
