/** @file Eigenvalues and singular values: Torch's examples, reconstruction at n = 200, forms, refusals. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { jsLapack, useLapack } from '../../../../lib/kernels/index.js';
import { torch } from '../../../../lib/tensor/index.js';
import { fails } from '../../../errors.js';
import { floating, laidOut, layouts, read } from '../layouts.js';
import { isIdentity, onEach, printed, same, signed } from './backends.js';

// The examples of torch7's doc/maths.md.
const triangle = torch
  .Tensor([
    [1.96, 0, 0, 0, 0],
    [-6.49, 3.8, 0, 0, 0],
    [-0.47, -6.39, 4.17, 0, 0],
    [-7.2, 1.5, -1.51, 5.7, 0],
    [-0.65, -6.34, 2.67, 1.8, -7.1],
  ])
  .t();
const symmetric = torch.add(triangle, triangle.triu(1).t());
const tall = torch
  .Tensor([
    [8.79, 6.11, -9.15, 9.57, -3.49, 9.84],
    [9.93, 6.91, -7.93, 1.64, 4.02, 0.15],
    [9.83, 5.04, 4.86, 8.83, 9.8, -8.99],
    [5.45, -0.27, 4.85, 0.74, 10.0, -6.02],
    [3.16, 7.98, 3.01, 5.8, 4.27, -5.31],
  ])
  .t();

onEach("Torch's documented examples, up to the signs of vectors", () => {
  const values = [-11.0656, -6.2287, 0.864, 8.8655, 16.0948];
  printed(torch.symeig(triangle)[0], values, 'symeig');
  const [e, v] = torch.symeig(triangle, 'V');
  printed(e, values, 'symeig V');
  const vectors = torch.Tensor([
    [-0.2981, -0.6075, 0.4026, -0.3745, 0.4896],
    [-0.5078, -0.288, -0.4066, -0.3572, -0.6053],
    [-0.0816, -0.3843, -0.66, 0.5008, 0.3991],
    [-0.0036, -0.4467, 0.4553, 0.6204, -0.4564],
    [-0.8041, 0.448, 0.1725, 0.3108, 0.1622],
  ]);
  printed(signed(v), read(signed(vectors)), 'symeig vectors');
  printed(torch.symeig(triangle.t(), 'N', 'L')[0], values, 'the lower triangle');
  const general = torch.eig(symmetric)[0];
  printed(general.select(1, 0).sort(0)[0], values, 'eig');
  assert.equal(read(general.select(1, 1)), [0, 0, 0, 0, 0]);
  const [u, s, w] = torch.svd(tall);
  printed(s, [27.4687, 22.6432, 8.5584, 5.9857, 2.0149], 'svd');
  printed(signed(u).select(0, 1), [0.3976, 0.2438, -0.2224, -0.7535, -0.3636], 'svd U');
  printed(signed(w).select(0, 1), [0.3968, 0.3587, -0.7008, -0.4507, -0.1402], 'svd V');
});

for (const type of floating) {
  const n = type === 'Double' ? 200 : 60;
  onEach(`reconstruction at n = ${n}, ${type}`, () => {
    torch.manualSeed(2);
    const as = `torch.${type}Tensor`;
    const x = torch.randn(n, n).type(as);
    const both = torch.add(x, x.t());
    for (const uplo of ['U', 'L'] as const) {
      const given = uplo === 'U' ? both.triu() : both.tril();
      const [e, v] = torch.symeig(given, 'V', uplo);
      assert.ok(
        read(e).every((value, i, all) => i === 0 || all[i - 1] <= value),
        'ascending',
      );
      same(torch.mm(torch.mm(v, torch.diag(e)), v.t()), both, `symeig ${uplo}`);
      isIdentity(torch.mm(v.t(), v), 'V');
      same(torch.symeig(given, 'N', uplo)[0], e, 'values alone');
    }
    const [e, v] = torch.eig(x, 'V');
    // A V = V D, D with 2×2 blocks (re, im; −im, re) for pairs.
    const d = torch.zeros(n, n).type(as);
    for (let i = 0; i < n; i++) {
      const [re, im] = read(e.select(0, i));
      d.set(i, i, re);
      if (im > 0) d.set(i, i + 1, im).set(i + 1, i, -im);
    }
    same(torch.mm(x, v), torch.mm(v, d), 'eig');
    assert.ok(Math.abs(e.select(1, 0).sum() - x.trace()) < (type === 'Double' ? 1e-10 : 1e-3), 'trace');
    for (const a of [x, x.narrow(0, 0, 40), x.narrow(1, 0, 40)]) {
      const [m, k] = [a.size(0), Math.min(a.size(0), a.size(1))];
      const [all, t, whole] = torch.svd(a, 'A');
      assert.ok(
        read(t).every((value, i, list) => value >= 0 && (i === 0 || list[i - 1] >= value)),
        'descending',
      );
      isIdentity(torch.mm(all.t(), all), 'U');
      isIdentity(torch.mm(whole.t(), whole), 'V');
      same(torch.mm(torch.mm(all.narrow(1, 0, k), torch.diag(t)), whole.narrow(1, 0, k).t()), a, 'svd A');
      if (k === n) continue;
      const [u, s, w] = torch.svd(a);
      assert.equal([u.size(), s.size(), w.size()], [[m, k], [k], [a.size(1), k]]);
      same(s, t, 'singular values');
      same(torch.mm(torch.mm(u, torch.diag(s)), w.t()), a, 'svd');
    }
  });
}

onEach('results of every layout, column-major from then on; the operand as a result', () => {
  const [e0, v0] = torch.symeig(symmetric, 'V');
  for (const [name, layout] of Object.entries(layouts)) {
    const a = laidOut('Double', [5, 5], read(symmetric), layout);
    const [e, v] = [
      laidOut('Double', [5], [1, 2, 3, 4, 5], layout),
      laidOut('Double', [5, 5], read(symmetric), layout),
    ];
    const returned = torch.symeig(e, v, a, 'V');
    assert.ok(returned[0] === e && returned[1] === v);
    same(e, e0, name);
    same(v, v0, name);
    const [u, s, w] = a.svd();
    same(torch.mm(torch.mm(u, torch.diag(s)), w.t()), symmetric, name);
    assert.equal(read(a), read(symmetric), 'only read');
    torch.eig(e, a, a, 'V');
    same(torch.mm(symmetric, a), torch.mm(a, torch.diag(e.select(1, 0))), `${name}, in place`);
  }
  const v = torch.zeros(5, 5);
  for (let i = 0; i < 2; i++) {
    torch.symeig(torch.Tensor(), v, symmetric, 'V');
    assert.equal(v.stride(), [1, 5]);
    const [u, , w] = torch.svd(tall);
    assert.equal(
      [u.stride(), w.stride()],
      [
        [1, 6],
        [5, 1],
      ],
    );
  }
  assert.is(torch.eig(symmetric)[1].dim(), 0, 'no vectors');
  const kept = torch.Tensor([7]);
  torch.eig(torch.Tensor(), kept, symmetric);
  assert.equal(read(kept), [7]);
});

onEach('a rotation has a pair of eigenvalues, and vectors with real largest components', () => {
  const [c, s] = [Math.cos(0.3), Math.sin(0.3)];
  const [e, v] = torch.eig(
    torch.Tensor([
      [c, -s],
      [s, c],
    ]),
    'V',
  );
  same(
    e,
    torch.Tensor([
      [c, s],
      [c, -s],
    ]),
    'values',
  );
  assert.equal(read(v).filter((x) => Math.abs(x) < 1e-15).length, 2, 'each component is real or imaginary');
});

test('what is not square, not finite, of another type, or does not converge is refused', () => {
  const wide = torch.ones(2, 3);
  const calls = torch as unknown as Record<string, (...operands: unknown[]) => unknown>;
  for (const name of ['symeig', 'eig'] as const) {
    fails(() => torch[name](wide), RangeError, `torch.${name}: expected a square matrix, got DoubleTensor(2 × 3)`);
    fails(() => torch[name](torch.eye(2), 'X' as never), TypeError, `torch.${name}: expected 'N' or 'V', got X`);
  }
  fails(() => torch.svd(torch.ones(3)), RangeError, 'torch.svd: expected a matrix, got DoubleTensor(3)');
  fails(() => torch.svd(wide, 'X' as never), TypeError, "torch.svd: expected 'S' or 'A', got X");
  for (const name of ['symeig', 'eig', 'svd'] as const) {
    fails(
      () => calls[name](torch.IntTensor(2, 2)),
      TypeError,
      `torch.${name}: expected Double or Float, got IntTensor(2 × 2)`,
    );
    for (const value of [Number.NaN, Infinity]) {
      fails(
        () => calls[name](torch.Tensor([[value]])),
        RangeError,
        `torch.${name}: expected finite numbers, got ${value}`,
      );
    }
    const never = { symeig: 'syev', eig: 'geev', svd: 'gesvd' }[name];
    const previous = useLapack({ ...jsLapack, [never]: () => 3 });
    try {
      fails(() => calls[name](torch.eye(2)), Error, `torch.${name}: the iteration does not converge (info 3)`);
    } finally {
      useLapack(previous);
    }
  }
});

test.run();
