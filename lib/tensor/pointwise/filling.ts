/** @file Functions that give every element of a tensor the same value. */
import type { Changes } from '../calls.js';
import { fillElements } from '../copy.js';

export interface Filling {
  /** Every element becomes `value`, which is first made an element of x's type. In place. */
  fill: Changes<[value: number]>;
  /** Every element becomes 0. In place. */
  zero: Changes<[]>;
}

export const filling: Filling = {
  fill: { change: (x, value) => fillElements(x, x.elementType.cast(value)) },
  zero: { change: (x) => fillElements(x, 0) },
};
