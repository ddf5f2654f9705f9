/** @file Linear algebra in JavaScript on matrices whose answers are known, and against the native LAPACK where there is one. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { choice, jsLapack, type Lapack } from '../../../../lib/kernels/index.js';
import { uniform } from '../arrays.js';

const native = choice.lapack();
const both: Lapack[] = native === jsLapack ? [jsLapack] : [jsLapack, native];

function matrix(m: number, n: number, element: (i: number, j: number) => number): Float64Array {
  return Float64Array.from({ length: m * n }, (_, k) => element(k % m, Math.floor(k / m)));
}
const random = (m: number, n: number, seed: number): Float64Array =>
  Float64Array.from({ length: m * n }, uniform(seed));

function near(got: ArrayLike<number>, want: ArrayLike<number>, tolerance: number, what: string): void {
  assert.is(got.length, want.length, what);
  for (let i = 0; i < want.length; i++) {
    const error = Math.abs(got[i] - want[i]);
    assert.ok(error <= tolerance, `${what}[${i}]: expected ${want[i]} within ${tolerance}, got ${got[i]}`);
  }
}

/** Eigenvalues as complex numbers, sorted by real and imaginary parts that are rounded, so that pairs stay together. */
function eigenvalues(lapack: Lapack, n: number, a: Float64Array): [re: number, im: number][] {
  const [re, im] = [new Float64Array(n), new Float64Array(n)];
  assert.is(lapack.geev(n, a.slice(), re, im, undefined), 0);
  const pairs = Array.from(re, (v, i): [number, number] => [v, im[i]]);
  const key = (v: number): number => Math.round(v * 1e6);
  return pairs.sort((p, q) => key(p[0]) - key(q[0]) || p[1] - q[1]);
}

for (const lapack of both) {
  test(`${lapack.name}: eigenvalues of the second difference, 2 − 2 cos(kπ / (n + 1)), of a symmetric and of a general routine`, () => {
    for (const n of [1, 2, 3, 20, 100]) {
      const a = matrix(n, n, (i, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0));
      const want = Array.from({ length: n }, (_, k) => 2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)));
      for (const vectors of [false, true]) {
        const w = new Float64Array(n);
        assert.is(lapack.syev(vectors, 'U', n, a.slice(), w), 0);
        near(w, want, 1e-13, `syev ${n}`);
      }
      near(
        eigenvalues(lapack, n, a).map(([re]) => re),
        want,
        1e-12,
        `geev ${n}`,
      );
    }
  });

  test(`${lapack.name}: eigenvalues of a cyclic shift are the roots of unity, though no shift is natural`, () => {
    for (const n of [2, 3, 4, 7, 20]) {
      const a = matrix(n, n, (i, j) => ((j + 1) % n === i ? 1 : 0));
      const found = eigenvalues(lapack, n, a);
      const key = (v: number): number => Math.round(v * 1e6);
      const want = Array.from({ length: n }, (_, k): [number, number] => [
        Math.cos((2 * Math.PI * k) / n),
        Math.sin((2 * Math.PI * k) / n),
      ]);
      want.sort((p, q) => key(p[0]) - key(q[0]) || p[1] - q[1]);
      near(found.flat(), want.flat(), 1e-12, `n = ${n}`);
    }
  });

  test(`${lapack.name}: a companion matrix has the roots of its polynomial, a triangular one its diagonal`, () => {
    // (x − 1)(x − 2)(x − 3)(x − 4) = x⁴ − 10x³ + 35x² − 50x + 24.
    const companion = matrix(4, 4, (i, j) => (i === 0 ? [10, -35, 50, -24][j] : i === j + 1 ? 1 : 0));
    near(eigenvalues(lapack, 4, companion).flat(), [1, 0, 2, 0, 3, 0, 4, 0], 1e-11, 'companion');
    const triangle = matrix(20, 20, (i, j) => (i === j ? 20 - i : i < j ? 1 : 0));
    near(
      eigenvalues(lapack, 20, triangle).map(([re]) => re),
      Array.from({ length: 20 }, (_, i) => i + 1),
      0,
      'triangle',
    );
    // Badly scaled: similar to (1 2; 3 4), whose eigenvalues are (5 ± √33) / 2.
    const scaled = matrix(
      2,
      2,
      (i, j) =>
        [
          [1, 2e9],
          [3e-9, 4],
        ][i][j],
    );
    near(
      eigenvalues(lapack, 2, scaled).map(([re]) => re),
      [(5 - Math.sqrt(33)) / 2, (5 + Math.sqrt(33)) / 2],
      1e-14,
      'scaled',
    );
    const jordan = matrix(6, 6, (i, j) => (i === j ? 2 : j === i + 1 ? 1 : 0));
    near(
      eigenvalues(lapack, 6, jordan).map(([re]) => re),
      new Array(6).fill(2),
      0,
      'one Jordan block',
    );
  });

  test(`${lapack.name}: eigenvectors of pairs have norm 1 and a real largest component`, () => {
    for (const n of [2, 5, 30]) {
      const [re, im, v] = [new Float64Array(n), new Float64Array(n), new Float64Array(n * n)];
      assert.is(lapack.geev(n, random(n, n, n), re, im, v), 0);
      for (let j = 0; j < n; j++) {
        if (im[j] === 0) continue;
        assert.ok(im[j] > 0 && im[j + 1] === -im[j] && re[j + 1] === re[j], 'the positive part first');
        const size = (i: number): number => Math.hypot(v[i + j * n], v[i + (j + 1) * n]);
        const sizes = Array.from({ length: n }, (_, i) => size(i));
        near([Math.hypot(...sizes)], [1], 1e-14, 'norm');
        assert.is(v[sizes.indexOf(Math.max(...sizes)) + (j + 1) * n], 0);
        j++;
      }
    }
  });

  test(`${lapack.name}: singular values of the difference matrix, of rank one and of nothing`, () => {
    // D (n×n) with ones on the diagonal and −1 below it: σ = 2 cos(kπ / (2n + 1)).
    for (const n of [1, 4, 50]) {
      const d = matrix(n, n, (i, j) => (i === j ? 1 : i === j + 1 ? -1 : 0));
      const s = new Float64Array(n);
      assert.is(lapack.gesvd(false, n, n, d, s, new Float64Array(n * n), new Float64Array(n * n)), 0);
      near(
        s,
        Array.from({ length: n }, (_, k) => 2 * Math.cos(((k + 1) * Math.PI) / (2 * n + 1))),
        1e-14,
        `n = ${n}`,
      );
    }
    for (const [m, n] of [
      [4, 3],
      [3, 4],
      [3, 3],
    ]) {
      const s = new Float64Array(3);
      lapack.gesvd(
        true,
        m,
        n,
        matrix(m, n, (i, j) => (i + 1) * (j + 1)),
        s,
        new Float64Array(m * m),
        new Float64Array(n * n),
      );
      near(s, [Math.sqrt(30 * 14) * (m === n ? Math.sqrt(14 / 30) : 1), 0, 0], 1e-13, 'rank one');
      const u = new Float64Array(m * m);
      lapack.gesvd(true, m, n, new Float64Array(m * n), s, u, new Float64Array(n * n));
      near(s, [0, 0, 0], 0, 'zero');
      near([Math.abs(u.reduce((sum, v) => sum + v * v, 0))], [m], 1e-14, 'U is orthogonal all the same');
    }
  });

  test(`${lapack.name}: matrices at the ends of the range of numbers`, () => {
    for (const scale of [1e-300, 1e300]) {
      const a = matrix(
        3,
        3,
        (i, j) =>
          scale *
          [
            [2, 1, 0],
            [1, 2, 1],
            [0, 1, 2],
          ][i][j],
      );
      const want = [2 - Math.SQRT2, 2, 2 + Math.SQRT2];
      const w = new Float64Array(3);
      assert.is(lapack.syev(true, 'L', 3, a.slice(), w), 0);
      near(
        w.map((v) => v / scale),
        want,
        1e-14,
        'syev',
      );
      near(
        eigenvalues(lapack, 3, a)
          .map(([re]) => re / scale)
          .sort(),
        want,
        1e-14,
        'geev',
      );
      assert.is(lapack.gesvd(false, 3, 3, a.slice(), w, new Float64Array(9), new Float64Array(9)), 0);
      near(
        w.map((v) => v / scale),
        want.reverse(),
        1e-14,
        'gesvd',
      );
    }
  });

  test(`${lapack.name}: info tells where a matrix fails`, () => {
    const singular = matrix(
      3,
      3,
      (i, j) =>
        [
          [1, 2, 3],
          [2, 4, 6],
          [0, 0, 1],
        ][i][j],
    );
    assert.is(lapack.gesv(3, 1, singular.slice(), new Float64Array(3)), 2);
    assert.is(lapack.inverse(3, singular.slice()), 2);
    assert.is(
      lapack.trtrs(
        'U',
        false,
        false,
        3,
        1,
        matrix(3, 3, (i, j) => (i === 1 ? 0 : i <= j ? 1 : 0)),
        new Float64Array(3),
      ),
      2,
    );
    assert.is(lapack.potrf('U', 2, Float64Array.of(1, 2, 2, 1)), 2);
    assert.is(lapack.potrf('L', 2, Float64Array.of(Number.NaN, 0, 0, 1)), 1);
    assert.is(lapack.potri('L', 2, Float64Array.of(1, 0, 0, 0)), 2);
    assert.is(lapack.pstrf('U', 2, Float64Array.of(1, 1, 1, 1), new Int32Array(2), -1), 1);
    assert.is(lapack.gels(3, 2, 1, Float64Array.of(1, 0, 0, 0, 0, 0), new Float64Array(3)), 2);
    const b = Float64Array.of(1, 2, 3);
    assert.is(lapack.gels(3, 2, 1, new Float64Array(6), b), 0);
    near(b, [0, 0, 0], 0, 'the least solution of nothing is zero');
  });
}

if (native !== jsLapack) {
  test('factors, pivots, reflectors and values are those of the native LAPACK', () => {
    for (const [m, n] of [
      [6, 6],
      [9, 5],
      [4, 7],
      [60, 60],
      [80, 50],
    ]) {
      const k = Math.min(m, n);
      const a = random(m, n, m + n);
      const square = matrix(
        n,
        n,
        (i, j) =>
          (i === j ? n : 0) + Array.from({ length: m }, (_, l) => a[l + i * m] * a[l + j * m]).reduce((x, y) => x + y),
      );
      const results = both.map((lapack) => {
        const [lu, b] = [random(n, n, 3), random(n, 2, 4)];
        lapack.gesv(n, 2, lu, b);
        const [qr, tau] = [a.slice(), new Float64Array(k)];
        lapack.geqrf(m, n, qr, tau);
        const q = qr.slice(0, m * k);
        lapack.orgqr(m, k, q, tau);
        const c = [
          [true, false],
          [true, true],
          [false, false],
          [false, true],
        ].map(([left, transposed]) => {
          const product = random(left ? m : 3, left ? 3 : m, 5);
          lapack.ormqr(left, transposed, left ? m : 3, left ? 3 : m, k, qr, tau, product);
          return product;
        });
        const x = random(Math.max(m, n), 2, 6);
        const factors = a.slice();
        lapack.gels(m, n, 2, factors, x);
        const upper = square.slice();
        lapack.potrf('U', n, upper);
        const [pivoted, piv] = [square.slice(), new Int32Array(n)];
        lapack.pstrf('L', n, pivoted, piv, -1);
        // The other triangle is nobody's.
        pivoted.forEach((_, place) => {
          if (place % n < Math.floor(place / n)) pivoted[place] = 0;
        });
        const w = new Float64Array(n);
        lapack.syev(false, 'L', n, square.slice(), w);
        const s = new Float64Array(k);
        lapack.gesvd(false, m, n, a.slice(), s, new Float64Array(m * k), new Float64Array(k * n));
        return {
          lu,
          b,
          qr,
          tau,
          q,
          ...c,
          x,
          factors,
          upper,
          pivoted,
          piv,
          w,
          s,
          e: eigenvalues(lapack, n, random(n, n, 7)).flat(),
        };
      });
      for (const [name, want] of Object.entries(results[1])) {
        near(results[0][name as 'w'], want as Float64Array, 1e-9, `${name} of ${m}×${n}`);
      }
    }
  });
}

test('float32 matrices are computed with in float64', () => {
  const a = Float32Array.of(4, 2, 1, 3);
  const b = Float32Array.of(1, 2);
  assert.is(jsLapack.gesv(2, 1, a, b), 0);
  assert.equal(Array.from(b), [0.1, 0.6].map(Math.fround));
  assert.equal(Array.from(a), [4, 0.5, 1, 2.5], 'and get their factors');
});

test.run();
