/** @file QR factors: Torch's example, reconstruction at n = 200, reflectors one by one, refusals. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Tensor, torch } from '../../../../lib/tensor/index.js';
import { fails } from '../../../errors.js';
import { floating, read } from '../layouts.js';
import { isIdentity, onEach, printed, same } from './backends.js';

onEach("Torch's documented example, signs and all", () => {
  const a = torch.Tensor([
    [12, -51, 4],
    [6, 167, -68],
    [-4, 24, -41],
  ]);
  const [q, r] = torch.qr(a);
  printed(q, [-0.8571, 0.3943, 0.3314, -0.4286, -0.9029, -0.0343, 0.2857, -0.1714, 0.9429], 'Q');
  printed(r, [-14, -21, 14, 0, -175, 70, 0, 0, -35], 'R');
  assert.equal(
    [q.stride(), r.stride()],
    [
      [1, 3],
      [3, 1],
    ],
  );
});

/** Q of the reflectors, from their definition: the product of I − tau v vᵀ. */
function product(factors: Tensor, tau: Tensor): Tensor {
  const m = factors.size(0);
  const q = torch.eye(m).type(factors.type());
  read(tau).forEach((t, j) => {
    const v = factors.select(1, j).clone();
    for (let i = 0; i <= j; i++) v.set(i, i === j ? 1 : 0);
    const reflector = torch.eye(m).type(factors.type()).addr(-t, v, v);
    q.mm(q, reflector);
  });
  return q;
}

for (const type of floating) {
  const n = type === 'Double' ? 200 : 60;
  onEach(`A = Q R at n = ${n}, ${type}`, () => {
    torch.manualSeed(3);
    const x = torch.randn(n, n).type(`torch.${type}Tensor`);
    for (const a of [x, x.narrow(0, 0, 30), x.narrow(1, 0, 30), x.t()]) {
      const [q, r] = torch.qr(a);
      const k = Math.min(a.size(0), a.size(1));
      assert.equal(
        [q.size(), r.size()],
        [
          [a.size(0), k],
          [k, a.size(1)],
        ],
      );
      same(torch.mm(q, r), a, 'Q R');
      isIdentity(torch.mm(q.t(), q), 'QᵀQ');
      same(r, r.triu(), 'R');
    }
  });

  onEach(`reflectors make Q, and multiply by it from both sides, ${type}`, () => {
    torch.manualSeed(4);
    for (const [m, n] of [
      [5, 5],
      [7, 4],
      [4, 6],
      [1, 3],
      [3, 1],
    ]) {
      const a = torch.randn(m, n).type(`torch.${type}Tensor`);
      const [factors, tau] = torch.geqrf(a);
      const k = Math.min(m, n);
      const q = product(factors, tau);
      same(torch.mm(q, factors.triu()), a, 'Q R');
      const whole = torch.orgqr(factors, tau);
      assert.equal(whole.size(), [m, n]);
      same(whole.narrow(1, 0, k), q.narrow(1, 0, k), 'orgqr');
      if (n > k) same(whole.narrow(1, k, n - k), factors.narrow(1, k, n - k), 'the rest of F');
      const right = torch.randn(m, 3).type(a.type());
      const strided = right.t().contiguous().t();
      same(torch.ormqr(factors, tau, strided), torch.mm(q, right), 'Q C');
      same(factors.ormqr(tau, right, 'L', 'T'), torch.mm(q.t(), right), 'Qᵀ C');
      const left = right.t().contiguous();
      same(torch.ormqr(torch.Tensor().type(a.type()), factors, tau, left, 'R'), torch.mm(left, q), 'C Q');
      same(torch.ormqr(left, factors, tau, left, 'R', 'T'), torch.mm(right.t(), q.t()), 'C Qᵀ, in place');
    }
  });
}

onEach('the result may be the operand', () => {
  const a = torch.Tensor([
    [1, 2],
    [3, 4],
  ]);
  const [q, r] = torch.qr(a.clone());
  const [x, y] = [a.clone(), torch.Tensor()];
  torch.qr(y, x, x);
  same(y, q, 'Q');
  same(x, r, 'R');
});

test('refused operands', () => {
  const [f, tau] = [torch.ones(3, 2), torch.ones(2)];
  fails(() => torch.qr(torch.ones(3)), RangeError, 'torch.qr: expected a matrix, got DoubleTensor(3)');
  fails(
    () => torch.geqrf(torch.IntTensor(2, 2)),
    TypeError,
    'torch.geqrf: expected Double or Float, got IntTensor(2 × 2)',
  );
  const number = 'expected factors of 1 to 2 reflectors, got';
  fails(() => torch.orgqr(f, torch.ones(3)), RangeError, `torch.orgqr: ${number} DoubleTensor(3)`);
  fails(() => torch.orgqr(f, torch.ones(1, 1)), RangeError, `torch.orgqr: ${number} DoubleTensor(1 × 1)`);
  fails(() => torch.orgqr(f, tau.float()), TypeError, 'torch.orgqr: expected a DoubleTensor, got FloatTensor(2)');
  fails(
    () => torch.ormqr(f, tau, torch.ones(2, 3)),
    RangeError,
    'torch.ormqr: expected 3 rows, got DoubleTensor(2 × 3)',
  );
  fails(
    () => torch.ormqr(f, tau, torch.ones(3, 2), 'R'),
    RangeError,
    'torch.ormqr: expected 3 columns, got DoubleTensor(3 × 2)',
  );
  fails(() => torch.ormqr(f, tau, torch.ones(3)), RangeError, 'torch.ormqr: expected a matrix, got DoubleTensor(3)');
  fails(() => torch.ormqr(f, tau, f, 'X' as never), TypeError, "torch.ormqr: expected 'L' or 'R', got X");
  fails(() => torch.ormqr(f, tau, f, 'L', 'C' as never), TypeError, "torch.ormqr: expected 'N' or 'T', got C");
});

test.run();
