/** @file The matrix product on a WASM instance where its operands are staged in parts, or cannot be. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { js } from '../../../../lib/kernels/index.js';
import type { Export, Pair } from '../../../../lib/kernels/wasm/backend.js';
import { base64 } from '../../../../lib/kernels/wasm/embedded/plain.js';
import { gemmOn, type Product, stagedOn } from '../../../../lib/kernels/wasm/gemm.js';
import { Heap } from '../../../../lib/kernels/wasm/heap.js';
import { precisions, uniform } from '../arrays.js';
import { type Backend, wasmBackends } from '../backends.js';
import { check, matrix } from '../definitions.js';
import { engineWithout } from '../engine.js';

const draw = uniform(8);
const module = new WebAssembly.Module(Buffer.from(base64, 'base64'));

/** A backend whose matrix products stage at most `most` bytes; `calls` is how often the compiled kernel ran. */
function staging(most: number, heap: Heap = new Heap(64, 2 ** 20)): { backend: Backend; calls: () => number } {
  const { exports } = new WebAssembly.Instance(module, { env: { memory: heap.memory } });
  let calls = 0;
  const pair: Pair = (x) => {
    calls++;
    return exports[x instanceof Float64Array ? 'gemmF64' : 'gemmF32'] as Export;
  };
  const on = { ...js, gemm: gemmOn(() => false, stagedOn(heap, pair), most) };
  return { backend: { name: `at most ${most} bytes`, on, exact: false }, calls: () => calls };
}

for (const precision of precisions) {
  const size = precision.BYTES_PER_ELEMENT;

  test(`gemm in ${precision.name} split along every side, once and down to single elements, is the triple loop`, () => {
    for (const [transA, transB] of [
      [false, false],
      [false, true],
      [true, false],
      [true, true],
    ]) {
      for (const [m, n, k] of [
        [9, 4, 3],
        [4, 9, 3],
        [3, 4, 9],
        [7, 7, 7],
        [1, 13, 1],
        [13, 1, 1],
        [1, 1, 13],
      ]) {
        for (const [alpha, beta] of [
          [1, 0],
          [-0.7, 0.37],
          [0.37, 1],
          [0, 0.5],
        ]) {
          const [lda, ldb, ldc] = [(transA ? m : k) + 2, transB ? k : n + 1, n + 3];
          const a = transA ? matrix(precision, k, m, lda, 1, draw) : matrix(precision, m, k, lda, 1, draw);
          const b = transB ? matrix(precision, n, k, ldb, 2, draw) : matrix(precision, k, n, ldb, 2, draw);
          const c = matrix(precision, m, n, ldc, 3, beta === 0 ? () => NaN : draw);
          const all = (m * k + k * n + m * n) * size;
          for (const most of [all, all - 1, all / 3, 9 * size, 3 * size]) {
            const { backend, calls } = staging(most);
            check('gemm', [transA, transB, m, n, k, alpha, a, 1, lda, b, 2, ldb, beta, c, 3, ldc], [backend]);
            if (alpha === 0) assert.is(calls(), 0);
            else if (most === all) assert.is(calls(), 1);
            else if (most >= 9 * size) assert.ok(calls() > 1, `${m}x${n}x${k}, at most ${most} of ${all}: ${calls()}`);
          }
        }
      }
    }
  });

  test(`gemm in ${precision.name} whose memory cannot grow is that of js, to the bit`, () => {
    const heap = engineWithout('growth', () => new Heap(64, 1000));
    const { backend, calls } = staging(2 ** 20, heap);
    const [a, b, c] = [0, 1, 2].map(() => matrix(precision, 40, 40, 43, 1, draw));
    check('gemm', [true, false, 40, 40, 40, 0.37, a, 1, 43, b, 1, 43, -1, c, 1, 43], [{ ...backend, exact: true }]);
    assert.is(calls(), 0);
  });
}

test('gemm goes by several threads first, then alone, then to js, until one has taken it', () => {
  const taken: string[] = [];
  const way = (name: string, takes: boolean): Product => {
    return (...call) => {
      taken.push(name);
      if (takes) call[13][call[14]] = 7;
      return takes;
    };
  };
  const [a, b] = [Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6)];
  for (const [together, alone, ways, result] of [
    [true, true, ['together'], 7],
    [false, true, ['together', 'alone'], 7],
    [false, false, ['together', 'alone'], 32],
  ] as const) {
    taken.length = 0;
    const c = new Float64Array(1);
    const gemm = gemmOn(way('together', together), way('alone', alone));
    gemm(false, true, 1, 1, 3, 1, a, 0, 3, b, 0, 3, 0, c, 0, 1);
    assert.equal([taken, c[0]], [ways, result]);
  }
});

test('a kernel that gives up leaves C as it was', () => {
  const c = Float64Array.of(5);
  const product = stagedOn(new Heap(64, 1000), () => () => 1);
  assert.is(product(false, false, 1, 1, 1, 1, c, 0, 1, c, 0, 1, 0, c, 0, 1), false);
  assert.is(c[0], 5);
});

test('gemm of a thin shape beyond 48 MB is split', () => {
  // 2k + 3k + 6 doubles; A and B lie in one array of small integers, whose sums are exact in any order.
  const k = 1_260_001;
  const a = new Float64Array(3 * k);
  for (let i = 0; i < a.length; i++) a[i] = (i % 7) - 3;
  const expected = new Float64Array(6);
  for (let i = 0; i < 2; i++) {
    for (let j = 0; j < 3; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++) sum += a[i * k + p] * a[j * k + p];
      expected[3 * i + j] = sum;
    }
  }
  for (const { name, on } of wasmBackends) {
    const c = new Float64Array(6).fill(NaN);
    on.gemm(false, true, 2, 3, k, 1, a, 0, k, a, 0, k, 0, c, 0, 3);
    assert.equal([...c], [...expected], name);
  }
});

test.run();
