/** @file Products of columns, in parts of images and of several images, against those of whole columns. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type Axis,
  columnsSize,
  js,
  type Kernels,
  kernels,
  noAxis,
  type Patches,
  placesOf,
  useKernels,
} from '../../../lib/kernels/index.js';
import { Columns } from '../../../lib/nn/columns.js';
import { type Tensor, torch, vector } from '../../../lib/tensor/index.js';
import { within } from '../kernels/arrays.js';

const axis = (size: number, kernel: number, stride = 1, padding = 0, dilation = 1): Axis => {
  const outputs = Math.floor((size + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1;
  return { size, kernel, stride, padding, dilation, outputs };
};
const planes = 3;

/** With the number of products that the columns of all images take. */
const cases: [what: string, patches: Patches, images: number, products: number][] = [
  ['one image', { channels: 2, depth: noAxis, height: axis(10, 3, 1, 1), width: axis(11, 3) }, 1, 1],
  ['images of enough places', { channels: 2, depth: noAxis, height: axis(10, 3, 1, 1), width: axis(11, 3) }, 3, 3],
  ['images of few places', { channels: 2, depth: noAxis, height: axis(5, 3), width: axis(6, 2, 2, 1) }, 11, 3],
  ['images of one place', { channels: 3, depth: noAxis, height: axis(4, 4), width: axis(4, 4) }, 5, 1],
  ['places in blocks of lines', { channels: 6, depth: noAxis, height: axis(90, 3, 1, 1), width: axis(90, 3) }, 2, 4],
  ['a product for each tap', { channels: 8, depth: noAxis, height: axis(10, 3, 1, 1), width: axis(11, 3) }, 2, 6],
  ['taps in blocks of lines', { channels: 32, depth: noAxis, height: axis(70, 3, 1, 1), width: axis(60, 3) }, 2, 12],
  ['taps that are apart', { channels: 10, depth: noAxis, height: axis(14, 3, 1, 3, 2), width: axis(9, 4) }, 2, 6],
  ['taps of a sequence', { channels: 24, depth: noAxis, height: noAxis, width: axis(300, 5, 1, 2) }, 2, 10],
  ['blocks with strides', { channels: 16, depth: noAxis, height: axis(150, 3, 2, 1), width: axis(60, 3) }, 1, 3],
  [
    'volumes in blocks of slices',
    { channels: 8, depth: axis(12, 3, 1, 1), height: axis(15, 3), width: axis(15, 3) },
    1,
    3,
  ],
  ['a long sequence', { channels: 20, depth: noAxis, height: noAxis, width: axis(6000, 5) }, 1, 3],
  ['a window of one element', { channels: 4, depth: noAxis, height: axis(9, 1), width: axis(8, 1) }, 2, 2],
  [
    'a window of one element over few places',
    { channels: 4, depth: noAxis, height: axis(3, 1), width: axis(3, 1) },
    9,
    2,
  ],
];

/** Runs with kernels whose products are counted, and the memory between kernels that was asked for. */
function measured(run: () => void): { products: number; memory: number } {
  const told = { products: 0, memory: 0 };
  const measuring: Kernels = {
    ...kernels,
    scratch(n, like) {
      told.memory = Math.max(told.memory, n);
      return js.scratch(n, like);
    },
    gemm(...call) {
      told.products++;
      js.gemm(...call);
    },
  };
  const before = useKernels(measuring);
  try {
    run();
  } finally {
    useKernels(before);
  }
  return told;
}

for (const [what, patches, images, products] of cases) {
  const image = patches.channels * patches.depth.size * patches.height.size * patches.width.size;
  const places = placesOf(patches);
  const rows = columnsSize(patches) / places;
  const w = torch.randn(planes, rows);
  // Views that begin within their storage.
  const drawn = (n: number): Tensor => torch.randn(n + 7).narrow(0, 7, n);
  const [x, g] = [drawn(images * image), drawn(images * planes * places)];

  /** Each image's columns at once. */
  const eachImage = (visit: (columns: Float64Array, xo: number, yo: number) => void): void => {
    for (let i = 0; i < images; i++) {
      const columns = new Float64Array(rows * places);
      js.im2col(patches, 1, vector(x), x._offset + i * image, 0, columns, 0, places);
      visit(columns, i * image, i * planes * places);
    }
  };
  const near = (actual: Tensor, expected: Tensor, where: string): void =>
    within(vector(actual.clone()), vector(expected), 1e-12 * Math.sqrt(rows * places), () => 1, where);

  test(`${what}: the products are those of whole columns`, () => {
    const columns = new Columns(patches, images, planes);
    for (const accumulate of [false, true]) {
      const [y, expected] = [drawn(g.nElement()), torch.zeros(g.nElement())];
      if (accumulate) expected.copy(y);
      eachImage((c, _, yo) =>
        js.gemm(
          false,
          false,
          planes,
          places,
          rows,
          1,
          vector(w),
          0,
          rows,
          c,
          0,
          places,
          1,
          vector(expected),
          yo,
          places,
        ),
      );
      columns.product(w, x, y, accumulate);
      near(y, expected, `y, ${accumulate}`);
      const [gx, expectedX] = [drawn(x.nElement()), torch.zeros(x.nElement())];
      if (accumulate) expectedX.copy(gx);
      eachImage((c, xo, yo) => {
        js.gemm(
          true,
          false,
          rows,
          places,
          planes,
          1,
          vector(w),
          0,
          rows,
          vector(g),
          g._offset + yo,
          places,
          0,
          c,
          0,
          places,
        );
        js.col2im(patches, 1, c, 0, places, vector(expectedX), xo, 0);
      });
      columns.adjoint(w, g, gx, accumulate);
      near(gx, expectedX, `gx, ${accumulate}`);
    }
    const gw = torch.randn(planes, rows);
    const expectedW = gw.clone();
    eachImage((c, _, yo) =>
      js.gemm(
        false,
        true,
        planes,
        rows,
        places,
        2,
        vector(g),
        g._offset + yo,
        places,
        c,
        0,
        places,
        1,
        vector(expectedW),
        0,
        rows,
      ),
    );
    columns.adjointWeight(x, g, gw, 2);
    near(gw, expectedW, 'gw');
  });

  test(`${what}: so many products with columns of a bounded size`, () => {
    const columns = new Columns(patches, images, planes);
    for (const run of [
      () => columns.product(w, x, g.clone(), false),
      () => columns.adjoint(w, g, x.clone(), false),
      () => columns.adjointWeight(x, g, w.clone(), 1),
    ]) {
      const told = measured(run);
      assert.is(told.products, products);
      assert.ok(told.memory <= 2 ** 18 + 2 ** 16, `${told.memory} elements`);
    }
  });
}

test('no images: nothing is done', () => {
  const columns = new Columns(cases[4][1], 0, planes);
  const none = torch.zeros(0);
  columns.product(torch.zeros(planes, 72), none, none, false);
  columns.adjoint(torch.zeros(planes, 72), none, none, false);
  columns.adjointWeight(none, none, torch.zeros(planes, 72), 1);
});

test.run();
