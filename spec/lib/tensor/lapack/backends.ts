/** @file Specs of linear algebra, once on JavaScript's and once on the native LAPACK, where there is one. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { choice, jsLapack, useLapack } from '../../../../lib/kernels/index.js';
import { type Tensor, torch } from '../../../../lib/tensor/index.js';
import { close } from '../../kernels/arrays.js';
import { read } from '../layouts.js';

const native = choice.lapack();

/** A test on each. */
export function onEach(name: string, body: () => void): void {
  for (const lapack of native === jsLapack ? [jsLapack] : [jsLapack, native]) {
    test(`${lapack === jsLapack ? 'js' : 'native'}: ${name}`, () => {
      const previous = useLapack(lapack);
      try {
        body();
      } finally {
        useLapack(previous);
      }
    });
  }
}

export const tolerance: Record<string, number> = { Double: 1e-10, Float: 2e-3 };

/** The largest difference is within the tolerance of the type, relative to the largest element. */
export function same(got: Tensor, want: Tensor, what: string): void {
  assert.equal(got.size(), want.size(), `${what}: size`);
  close(read(got), read(want), tolerance[got.elementType.name], what);
}

export function isIdentity(x: Tensor, what: string): void {
  same(x, torch.eye(x.size(0)).type(x.type()), what);
}

/** As a matrix is printed in Torch's documentation: so many decimals. */
export function printed(got: Tensor, want: number[][] | number[], what: string, decimals: number = 4): void {
  const list = want.flat();
  assert.is(got.nElement(), list.length, what);
  read(got).forEach((v, i) => {
    assert.ok(Math.abs(v - list[i]) <= 0.51 * 10 ** -decimals, `${what}[${i}]: expected ${list[i]}, got ${v}`);
  });
}

/** Columns whose sign nothing determines, each with its first element positive. */
export function signed(x: Tensor): Tensor {
  const y = x.clone();
  for (let j = 0; j < y.size(1); j++) if (y.get(0, j) < 0) y.select(1, j).neg();
  return y;
}
