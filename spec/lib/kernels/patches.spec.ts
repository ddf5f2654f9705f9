/** @file Columns of patches against their definition, and the adjoint against the inner product. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  js,
  type Kernels,
  noAxis,
  type Patches,
  placesOf,
  type Vector,
  windowSize,
} from '../../../lib/kernels/index.js';
import { type Precision, precisions, random, same, uniform, within } from './arrays.js';
import { type Backend, backends } from './backends.js';
import { axis, check, checkAdjoint, define, type Layout, operands, volumeOf } from './patches.js';

const draw = uniform(12);

const cases: [what: string, patches: Patches, images: number][] = [
  ['a plane', { channels: 2, depth: noAxis, height: axis(5, 3, 3), width: axis(6, 2, 5) }, 1],
  ['padding', { channels: 3, depth: noAxis, height: axis(4, 3, 4, 1, 1), width: axis(5, 5, 5, 1, 2) }, 2],
  [
    'padding wider than the window',
    { channels: 1, depth: noAxis, height: axis(2, 2, 9, 1, 4), width: axis(3, 2, 10, 1, 4) },
    1,
  ],
  ['cropping', { channels: 2, depth: noAxis, height: axis(6, 2, 3, 1, -1), width: axis(7, 3, 2, 2, -1) }, 1],
  ['strides', { channels: 2, depth: noAxis, height: axis(9, 3, 4, 2), width: axis(11, 4, 3, 3, 1) }, 3],
  ['a stride beyond the window', { channels: 1, depth: noAxis, height: axis(9, 2, 3, 4), width: axis(10, 1, 2, 5) }, 1],
  ['dilation', { channels: 2, depth: noAxis, height: axis(9, 3, 5, 1, 0, 2), width: axis(9, 2, 8, 1, 1, 3) }, 1],
  ['places beyond the end', { channels: 1, depth: noAxis, height: axis(3, 2, 7, 2), width: axis(4, 3, 6) }, 2],
  ['a volume', { channels: 2, depth: axis(4, 2, 3), height: axis(5, 3, 5, 1, 1), width: axis(6, 3, 2, 3, 1) }, 2],
  ['a sequence', { channels: 3, depth: noAxis, height: noAxis, width: axis(40, 5, 18, 2) }, 2],
  ['one element', { channels: 1, depth: noAxis, height: axis(1, 1, 1), width: axis(1, 1, 1) }, 1],
  ['no images', { channels: 2, depth: noAxis, height: axis(3, 2, 2), width: axis(3, 2, 2) }, 0],
  ['no places', { channels: 2, depth: noAxis, height: axis(3, 4, 0), width: axis(3, 2, 2) }, 1],
  [
    'more channels than are staged at a time',
    { channels: 20, depth: noAxis, height: axis(16, 5, 12), width: axis(16, 5, 12) },
    1,
  ],
];

for (const precision of precisions) {
  for (const [what, patches, images] of cases) {
    test(`${what}: im2col and col2im in ${precision.name} are what their definition says, and touch nothing else`, () => {
      for (const gap of [0, 5]) {
        const n = images * placesOf(patches);
        const layout: Layout = { images, xo: gap, xs: volumeOf(patches) + gap, co: 2 * gap, ld: n + gap };
        const [x, columns] = operands(patches, layout, precision, draw);
        for (const { name, on } of backends) check(on, patches, layout, x, columns, name);
      }
    });
  }
}

test('the columns of a 3 × 3 image under a 2 × 2 window, worked out by hand', () => {
  const patches: Patches = { channels: 1, depth: noAxis, height: axis(3, 2, 2), width: axis(3, 2, 2) };
  const expected = [
    [1, 2, 4, 5],
    [2, 3, 5, 6],
    [4, 5, 7, 8],
    [5, 6, 8, 9],
  ];
  for (const { name, on } of backends) {
    const columns = new Float64Array(16);
    on.im2col(patches, 1, Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), 0, 9, columns, 0, 4);
    same(columns, expected.flat(), name);
    // Corners lie in one patch, edges in two, the middle in four.
    const counts = new Float64Array(9).fill(10);
    on.col2im(patches, 1, new Float64Array(16).fill(1), 0, 4, counts, 0, 9);
    same(counts, [11, 12, 11, 12, 14, 12, 11, 12, 11], name);
  }
});

test('the columns of a padded, dilated image with a stride, worked out by hand', () => {
  const patches: Patches = { channels: 1, depth: noAxis, height: noAxis, width: axis(5, 2, 3, 2, 1, 3) };
  // Window {o·2 − 1, o·2 + 2}: elements −1 and 2, 1 and 4, 3 and 6.
  for (const { name, on } of backends) {
    const columns = new Float32Array(6);
    on.im2col(patches, 1, Float32Array.of(10, 11, 12, 13, 14), 0, 5, columns, 0, 3);
    same(columns, [0, 11, 13, 12, 14, 0], name);
  }
});

test('infinities, NaN and −0 are copied as they are, and padding is +0', () => {
  const patches: Patches = { channels: 1, depth: noAxis, height: noAxis, width: axis(4, 1, 6, 1, 1) };
  for (const precision of precisions) {
    for (const { name, on } of backends) {
      const columns = new precision(6).fill(1);
      on.im2col(patches, 1, precision.of(-0, NaN, Infinity, -Infinity), 0, 4, columns, 0, 6);
      same(columns, [0, -0, NaN, Infinity, -Infinity, 0], name);
    }
  }
});

test('a product of the columns is the convolution of a volume', () => {
  const patches: Patches = { channels: 2, depth: axis(3, 2, 2), height: axis(4, 3, 4, 1, 1), width: axis(5, 2, 2, 3) };
  const [planes, rows, n] = [3, 2 * windowSize(patches), placesOf(patches)];
  const integer = (): number => Math.round(9 * draw());
  const [w, x] = [random(Float64Array, planes * rows, integer), random(Float64Array, volumeOf(patches), integer)];
  for (const { name, on } of backends) {
    const [columns, y] = [new Float64Array(rows * n), new Float64Array(planes * n)];
    on.im2col(patches, 1, x, 0, x.length, columns, 0, n);
    on.gemm(false, false, planes, n, rows, 1, w, 0, rows, columns, 0, n, 0, y, 0, n);
    for (let p = 0; p < planes; p++) {
      for (const [od, oh, ow] of [
        [0, 0, 0],
        [1, 3, 1],
        [0, 2, 1],
        [1, 0, 0],
      ]) {
        let sum = 0;
        for (let c = 0; c < 2; c++)
          for (let d = 0; d < 2; d++)
            for (let h = 0; h < 3; h++)
              for (let v = 0; v < 2; v++) {
                const row = oh + h - 1;
                if (row < 0 || row > 3) continue;
                sum += w[(((p * 2 + c) * 2 + d) * 3 + h) * 2 + v] * x[((c * 3 + od + d) * 4 + row) * 5 + 3 * ow + v];
              }
        assert.ok(y[p * n + (od * 4 + oh) * 2 + ow] === sum, `${name}: plane ${p} at ${od}, ${oh}, ${ow}`);
      }
    }
  }
});

test('places in parts, along the first axis, are the columns of all, and fold to the same image', () => {
  const whole: Patches = { channels: 3, depth: noAxis, height: axis(9, 3, 9, 1, 1), width: axis(8, 2, 7) };
  const [rows, n] = [3 * windowSize(whole), placesOf(whole)];
  for (const { name, on } of backends) {
    const x = random(Float64Array, volumeOf(whole), draw);
    const [columns, parts] = [new Float64Array(rows * n), new Float64Array(rows * n)];
    on.im2col(whole, 1, x, 0, 0, columns, 0, n);
    const [back, backParts] = [new Float64Array(x.length), new Float64Array(x.length)];
    on.col2im(whole, 1, columns, 0, n, back, 0, 0);
    for (let first = 0; first < 9; first += 2) {
      const height = { ...whole.height, padding: 1 - first, outputs: Math.min(2, 9 - first) };
      const part = { ...whole, height };
      on.im2col(part, 1, x, 0, 0, parts, first * 7, n);
      on.col2im(part, 1, parts, first * 7, n, backParts, 0, 0);
    }
    same(parts, columns, name);
    within(backParts, back, 1e-14, (i) => Math.abs(back[i]) + 1, name);
  }
});

test('several images side by side, and x over Rx, are the columns of each', () => {
  const patches: Patches = { channels: 2, depth: noAxis, height: axis(4, 2, 3), width: axis(4, 2, 3) };
  const [rows, n, xs] = [2 * windowSize(patches), placesOf(patches), volumeOf(patches)];
  for (const precision of precisions) {
    const x = random(precision, 3 * xs, draw);
    for (const { name, on } of backends) {
      const together = new precision(2 * rows * 3 * n).fill(NaN);
      on.im2col(patches, 3, x, 0, xs, together, 0, 3 * n);
      for (let i = 0; i < 3; i++) on.im2col(patches, 1, x, i * xs, xs, together, (rows * 3 + i) * n, 3 * n);
      same(together.subarray(rows * 3 * n), together.slice(0, rows * 3 * n), name);
    }
  }
});

const anAxis = fc
  .record({
    size: fc.integer({ min: 1, max: 12 }),
    kernel: fc.integer({ min: 1, max: 4 }),
    stride: fc.integer({ min: 1, max: 4 }),
    padding: fc.integer({ min: -2, max: 5 }),
    dilation: fc.integer({ min: 1, max: 3 }),
    outputs: fc.integer({ min: 0, max: 9 }),
  })
  .map(({ size, kernel, stride, padding, dilation, outputs }) =>
    axis(size, kernel, outputs, stride, padding, dilation),
  );
const somePatches = fc.record({
  channels: fc.integer({ min: 1, max: 3 }),
  depth: fc.oneof({ weight: 2, arbitrary: fc.constant(noAxis) }, { weight: 1, arbitrary: anAxis }),
  height: anAxis,
  width: anAxis,
});
const gaps = fc.tuple(fc.nat(4), fc.nat(4), fc.nat(4), fc.nat(4));

function eachCase(
  holds: (backend: Backend, patches: Patches, layout: Layout, x: Vector, columns: Vector) => void,
): void {
  fc.assert(
    fc.property(
      fc.constantFrom<Precision>(...precisions),
      somePatches,
      fc.integer({ min: 0, max: 3 }),
      gaps,
      fc.integer(),
      (precision, patches, images, [xo, between, co, gap], seed) => {
        const number = uniform(seed);
        const ld = images * placesOf(patches) + gap;
        const layout: Layout = { images, xo, xs: volumeOf(patches) + between, co, ld };
        const [x, columns] = operands(patches, layout, precision, () => Math.round(9 * number()) + 0);
        for (const backend of backends) holds(backend, patches, layout, x, columns);
      },
    ),
    { seed: 21, numRuns: 150 },
  );
}

test('im2col and col2im of random shapes are what their definition says', () => {
  eachCase(({ name, on }, patches, layout, x, columns) => check(on, patches, layout, x, columns, name));
});

test('col2im is the adjoint of im2col', () => {
  eachCase(({ name, on }, patches, layout, x, columns) => checkAdjoint(on, patches, layout, x, columns, name));
});

test('the checks catch a kernel that forgets the padding, and one that writes where it should add', () => {
  const unpadded: Kernels = {
    ...js,
    im2col: (patches, ...rest) => js.im2col({ ...patches, width: { ...patches.width, padding: 0 } }, ...rest),
  };
  const writing: Kernels = {
    ...js,
    col2im(patches, images, columns, co, ld, x, xo, xs) {
      define(patches, { images, xo, xs, co, ld }, (c, i) => {
        if (i >= 0) x[i] = columns[c];
      });
    },
  };
  for (const wrong of [unpadded, writing]) {
    for (const holds of [check, checkAdjoint]) {
      assert.throws(() => eachCase((_, ...call) => holds(wrong, ...call, 'wrong')));
    }
  }
});

test.run();
