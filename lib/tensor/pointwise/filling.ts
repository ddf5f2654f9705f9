/** @file Functions that give every element of a tensor the same value. */
import ops from 'ndarray-ops';
import type { Changes } from '../calls.js';
import type { Tensor } from '../tensor.js';

export interface Filling {
  /** Every element becomes `value`, which is first made an element of x's type. In place. */
  fill: Changes<[value: number]>;
  /** Every element becomes 0. In place. */
  zero: Changes<[]>;
}

function fill(x: Tensor, value: number): void {
  const element = x.elementType.cast(value);
  if (x.isContiguous()) x._storage.data.fill(element, x._offset, x._offset + x.nElement());
  else ops.assigns(x.ndarray, element);
}

export const filling: Filling = {
  fill: { change: fill },
  zero: { change: (x) => fill(x, 0) },
};
