/** @file One call of every kernel, of any size: for what holds for all of them alike. */
import {
  type KernelName,
  type Kernels,
  noAxis,
  type Patches,
  type PlaneTerm,
  type Vector,
} from '../../../lib/kernels/index.js';
import { type Precision, random, uniform } from './arrays.js';
import { maps } from './maps.js';

/** Five operands and a result of n elements each; a number or a truth is returned by those that return one. */
type Call = (on: Kernels, n: number, operands: Vector[], z: Vector) => unknown;

const half = (n: number): number => Math.floor(n / 2);

const sixth = (n: number): number => Math.floor(n / 6);
/** Numbers of three planes, and where such are written. */
const some = Float64Array.of(0.5, 0.25, 1);
const [three, more] = [new Float64Array(3), new Float64Array(3)];
/** What a kernel returned that has written to `three`; z shows that. */
function planes<T>(returned: T, z: Vector): T {
  z[0] = three[0];
  z[1] = three[2];
  return returned;
}

/** One term with x, the same array for the same x. */
function termsOf(x: Vector): readonly PlaneTerm[] {
  const found = terms.get(x) ?? [[some, x, 0, some]];
  terms.set(x, found);
  return found;
}
const terms = new WeakMap<Vector, readonly PlaneTerm[]>();

/** A sequence under a window of five at n / 5 places: its columns have nearly n elements. */
function sequence(n: number): Patches {
  const outputs = Math.floor(n / 5);
  let patches = sequences.get(outputs);
  if (!patches) {
    const width = { size: n, kernel: 5, stride: 1, padding: 2, dilation: 1, outputs };
    patches = { channels: 1, depth: noAxis, height: noAxis, width };
    sequences.set(outputs, patches);
  }
  return patches;
}
const sequences = new Map<number, Patches>();

const others: [KernelName, Call][] = [
  [
    'gemm',
    (on, n, [a, b], c) => {
      const k = Math.floor(n / 6);
      return on.gemm(false, true, 2, 3, k, 1.5, a, 0, k, b, 0, k, 0.5, c, 0, 3);
    },
  ],
  ['gemv', (on, n, [a, x], y) => on.gemv(true, 2, half(n), 1.5, a, 0, half(n), x, 0, 1, 0.5, y, 0, 1)],
  ['ger', (on, n, [x, y], a) => on.ger(2, half(n), 1.5, x, 0, 1, y, 0, 1, a, 0, half(n))],
  ['axpy', (on, n, [x], y) => on.axpy(n, 1.5, x, 0, 1, y, 0, 1)],
  ['dot', (on, n, [x, y]) => on.dot(n, x, 0, 1, y, 0, 1)],
  ['nrm2', (on, n, [x]) => on.nrm2(n, x, 0, 1)],
  ['scal', (on, n, _, x) => on.scal(n, 1.5, x, 0, 1)],
  ['sum', (on, n, [x]) => on.sum(n, x, 0)],
  ['equal', (on, n, [x], y) => on.equal(n, x, 0, y, 0)],
  ['addColumnSums', (on, n, [x], y) => on.addColumnSums(2, half(n), 1.5, x, 0, y, 0)],
  ['spread', (on, n, [x], y) => on.spread(2, half(n), x, 0, y, 0)],
  ['sumPlanes', (on, n, [x], z) => planes(on.sumPlanes(2, 3, sixth(n), x, 0, three), z)],
  ['dotPlanes', (on, n, [x, y], z) => planes(on.dotPlanes(2, 3, sixth(n), x, 0, some, y, 0, some, three, more), z)],
  ['combinePlanes', (on, n, [x], z) => on.combinePlanes(2, 3, sixth(n), some, termsOf(x), z, 0)],
  ['im2col', (on, n, [x], columns) => on.im2col(sequence(n), 1, x, 0, n, columns, 0, Math.floor(n / 5))],
  ['col2im', (on, n, [columns], x) => on.col2im(sequence(n), 1, columns, 0, Math.floor(n / 5), x, 0, n)],
  ['softMax', (on, n, [x], y) => on.softMax(2, half(n), 1, x, 0, y, 0)],
  ['softMaxGrad', (on, n, [y, g], z) => on.softMaxGrad(2, half(n), 1, y, 0, g, 0, z, 0)],
  ['softMaxRGrad', (on, n, [y, ry, g, rg], z) => on.softMaxRGrad(2, half(n), 1, y, 0, ry, 0, g, 0, rg, 0, z, 0)],
  ['logSoftMax', (on, n, [x], y) => on.logSoftMax(2, half(n), 1, x, 0, y, 0)],
  ['logSoftMaxGrad', (on, n, [y, g], z) => on.logSoftMaxGrad(2, half(n), 1, y, 0, g, 0, z, 0)],
  ['logSoftMaxR', (on, n, [y, rx], z) => on.logSoftMaxR(2, half(n), 1, y, 0, rx, 0, z, 0)],
  ['logSoftMaxRGrad', (on, n, [y, ry, g, rg], z) => on.logSoftMaxRGrad(2, half(n), 1, y, 0, ry, 0, g, 0, rg, 0, z, 0)],
];

export const calls: [KernelName, Call][] = [
  ...others,
  ...maps.map(({ name, call }): [KernelName, Call] => [
    name,
    (on, n, operands, z) =>
      call(
        on,
        n,
        operands.map((x) => [x, 0]),
        z,
        0,
      ),
  ]),
];

/** Operands of a call: numbers in (0, 1), so that every function is finite on them. */
export function operandsOf(precision: Precision, n: number, seed: number): Vector[] {
  const draw = uniform(seed);
  return Array.from({ length: 5 }, () => random(precision, n, () => (draw() + 1.001) / 2.002));
}

/** What the call returned, where it did, and then the elements of z. */
export function outcome(call: Call, on: Kernels, n: number, operands: Vector[]): number[] {
  const z = operands[4].slice();
  const returned = call(on, n, operands, z);
  return returned === undefined ? [...z] : [Number(returned), ...z];
}
