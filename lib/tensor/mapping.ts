/** @file A function of JavaScript on every element. */
import type { Changes } from './calls.js';
import { changeElements } from './lines.js';
import { dense, kindOf, operandOf } from './operands.js';
import type { Tensor } from './tensor.js';
import type { TypedArray } from './types.js';

/**
 * Elements are visited in row-major order; other tensors have x's type and as many elements, in any shape. What the function
 * returns is the new element; where it returns nothing, the element stays. In place. TypeError for another kind of result; the
 * elements before it have changed then, save those of a Long.
 */
export interface Mapping {
  /** x ← f(x) */
  apply: Changes<[f: (x: number) => number | undefined]>;
  /** x ← f(x, y) */
  map: Changes<[y: Tensor, f: (x: number, y: number) => number | undefined]>;
  /** x ← f(x, y, z) */
  map2: Changes<[y: Tensor, z: Tensor, f: (x: number, y: number, z: number) => number | undefined]>;
}

/** The new element for what a function gave. */
function next(name: string, x: number, given: unknown): number {
  if (typeof given === 'number') return given;
  if (given === undefined) return x;
  throw new TypeError(`torch.${name}: expected the function to return a number or nothing, got ${kindOf(given)}`);
}

function checkFunction(name: string, f: unknown): void {
  if (typeof f !== 'function') throw new TypeError(`torch.${name}: expected a function, got ${kindOf(f)}`);
}

/** The elements of an operand as an array, and where they begin. */
function elements(name: string, x: Tensor, y: unknown): { data: TypedArray; at: number } {
  const { _storage, _offset } = dense(operandOf(name, x, y), x);
  return { data: _storage.data, at: _offset };
}

export const mapping: Mapping = {
  apply: {
    change(x, f) {
      checkFunction('apply', f);
      const n = x.nElement();
      changeElements(x, ({ _storage: { data }, _offset: at }) => {
        for (let i = at; i < at + n; i++) data[i] = next('apply', data[i], f(data[i]));
      });
    },
  },
  map: {
    change(x, y, f) {
      const a = elements('map', x, y);
      checkFunction('map', f);
      const n = x.nElement();
      changeElements(x, ({ _storage: { data }, _offset: at }) => {
        for (let i = 0; i < n; i++) data[at + i] = next('map', data[at + i], f(data[at + i], a.data[a.at + i]));
      });
    },
  },
  map2: {
    change(x, y, z, f) {
      const [a, b] = [elements('map2', x, y), elements('map2', x, z)];
      checkFunction('map2', f);
      const n = x.nElement();
      changeElements(x, ({ _storage: { data }, _offset: at }) => {
        for (let i = 0; i < n; i++) {
          const value = f(data[at + i], a.data[a.at + i], b.data[b.at + i]);
          data[at + i] = next('map2', data[at + i], value);
        }
      });
    },
  },
};
