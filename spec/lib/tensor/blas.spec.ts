/** @file Operands of products: repeated by stride 0, the result itself, pieces of its storage, and refused. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { js, type Kernels, useKernels } from '../../../lib/kernels/index.js';
import { Storage, Tensor, torch } from '../../../lib/tensor/index.js';
import { close } from '../kernels/arrays.js';
import { read, refusal } from './layouts.js';
import { combined, product, rows } from './matrices.js';

test('vectors and matrices repeated by stride 0 are read as often as they are repeated', () => {
  const u = Tensor.from('Double', [2]).expand(3);
  const v = Tensor.from('Double', [1, 2, 3]);
  const a = Tensor.from('Double', [[1, 2, 3]]).expand(4, 3);
  assert.is(u.dot(v), 12);
  assert.is(v.dot(u), 12);
  assert.equal(read(torch.mv(a, u)), [12, 12, 12, 12]);
  assert.equal(read(torch.mm(a, a.t())), new Array(16).fill(14));
  assert.equal(read(torch.ger(u, v)), [2, 4, 6, 2, 4, 6, 2, 4, 6]);
  const once = Tensor.from('Double', [[0], [0]]);
  once.expand(2, 3).mm(torch.ones(2, 1), torch.ones(1, 3));
  assert.equal(read(once), [1, 1], 'and written so too');
  const number = Tensor.zeros('Double', [1]);
  number.expand(4).mv(a, v);
  assert.equal(read(number), [14]);
});

test('a result may be an operand', () => {
  const values = [1, 2, 3, 4];
  const x = (): Tensor =>
    Tensor.from('Double', [
      [1, 2],
      [3, 4],
    ]);
  const square = product(rows(values, 2, 2), rows(values, 2, 2));
  const y = x();
  assert.is(y.mm(y, y), y);
  assert.equal(read(y), square);
  let z = x();
  assert.equal(read(z.mm(z, x())), square);
  z = x();
  assert.equal(read(z.mm(x(), z)), square);
  z = x();
  assert.equal(read(z.addmm(z, z)), combined(1, values, 1, square));
  z = x();
  assert.equal(read(z.addmm(2, z, 3, z, z)), combined(2, values, 3, square));
  z = x();
  assert.equal(read(z.addmm(x(), z, z)), combined(1, values, 1, square));
  z = x();
  assert.equal(read(z.t().mm(z, z)), square, 'through another view');
  z = x();
  z.mm(z.t(), z);
  assert.equal(
    read(z),
    product(
      [
        [1, 3],
        [2, 4],
      ],
      rows(values, 2, 2),
    ),
  );
  const v = Tensor.from('Double', [5, 6]);
  assert.equal(read(v.mv(x(), v)), [17, 39]);
  const w = Tensor.from('Double', [5, 6]);
  assert.equal(read(w.addmv(2, 1, x(), w)), [27, 51]);
  z = x();
  assert.equal(read(z.select(0, 0).mv(z, z.select(0, 1))), [11, 25]);
  z = x();
  assert.equal(read(z.ger(z.select(0, 0), z.select(1, 1))), [2, 4, 4, 8]);
  z = x();
  assert.equal(read(z.addr(z.select(0, 0), z.select(1, 1))), [3, 6, 7, 12]);
  const tall = Tensor.from('Double', [[1], [2]]);
  assert.equal(
    [read(tall.mm(tall, tall.t())), tall.size()],
    [
      [1, 2, 2, 4],
      [2, 2],
    ],
    'a result that grows over itself',
  );
});

test('a result that grows over an operand is right all the same', () => {
  const flat = torch.range(1, 110);
  const a = flat.narrow(0, 10, 100).view(10, 10);
  const values = rows(read(a), 10, 10);
  assert.equal(read(flat.narrow(0, 0, 2).mm(a, a)), product(values, values));
  const short = torch.range(0, 3);
  const grown = short.narrow(0, 0, 1).mv(torch.ones(20, 3), short.narrow(0, 1, 3));
  assert.equal(read(grown), new Array(20).fill(6));
});

test('kernels are given leading dimensions and increments as BLAS asks for them', () => {
  const least = (value: number, bound: number): void => {
    assert.ok(value >= Math.max(1, bound), `expected at least ${Math.max(1, bound)}, got ${value}`);
  };
  const strict: Kernels = {
    ...js,
    gemm: (transA, transB, m, n, k, alpha, a, ao, lda, b, bo, ldb, beta, c, co, ldc) => {
      least(lda, transA ? m : k);
      least(ldb, transB ? k : n);
      least(ldc, n);
      js.gemm(transA, transB, m, n, k, alpha, a, ao, lda, b, bo, ldb, beta, c, co, ldc);
    },
    gemv: (trans, m, n, alpha, a, ao, lda, x, xo, incx, beta, y, yo, incy) => {
      least(lda, n);
      least(incx, 1);
      least(incy, 1);
      js.gemv(trans, m, n, alpha, a, ao, lda, x, xo, incx, beta, y, yo, incy);
    },
    dot: (n, x, xo, incx, y, yo, incy) => {
      least(incx, 1);
      least(incy, 1);
      return js.dot(n, x, xo, incx, y, yo, incy);
    },
    nrm2: (n, x, xo, incx) => {
      least(incx, 1);
      return js.nrm2(n, x, xo, incx);
    },
    axpy: (n, alpha, x, xo, incx, y, yo, incy) => {
      assert.not(x === y && xo === yo, 'two operands that are one');
      js.axpy(n, alpha, x, xo, incx, y, yo, incy);
    },
  };
  const previous = useKernels(strict);
  try {
    const storage = new Storage(
      'Double',
      Array.from({ length: 40 }, (_, i) => i),
    );
    const matrices = [
      [3, 1],
      [1, 3],
      [0, 1],
      [1, 0],
      [0, 0],
      [-3, -1],
      [6, 2],
      [2, 1],
      [1, 1],
    ].map((stride) => new Tensor(storage, 20, [3, 3], stride));
    const vectors = [1, 0, -1, 3].map((step) => new Tensor(storage, 20, [3], [step]));
    for (const a of matrices) {
      for (const b of matrices) close(read(torch.mm(a, b)), product(rows(read(a), 3, 3), rows(read(b), 3, 3)), 0, 'mm');
      for (const v of vectors) close(read(torch.mv(a, v)), product(rows(read(a), 3, 3), rows(read(v), 3, 1)), 0, 'mv');
      assert.equal(a.norm(2, 0).size(), [1, 3]);
      assert.equal(a.norm(2, 1).size(), [3, 1]);
    }
    for (const v of vectors) for (const w of vectors) assert.is(v.dot(w), product([read(v)], rows(read(w), 3, 1))[0]);
    for (const step of [1, -1, 2]) {
      const y = new Tensor(new Storage('Double', 9), 4, [3], [step]).mv(torch.eye(3), vectors[0]);
      assert.equal(read(y), [20, 21, 22]);
    }
    const x = torch.ones(3);
    assert.equal(read(x.add(2, x)), [3, 3, 3]);
  } finally {
    useKernels(previous);
  }
});

test('pieces of one storage that do not overlap are multiplied in place', () => {
  const flat = Tensor.from('Double', [1, 2, 3, 4, 0, 0, 0, 0]);
  const { data } = flat.storage();
  const a = flat.narrow(0, 0, 4).view(2, 2);
  flat.narrow(0, 4, 4).view(2, 2).mm(a, a);
  assert.equal(read(flat), [1, 2, 3, 4, 7, 10, 15, 22]);
  assert.is(flat.storage().data, data);
});

test('wrong shapes are refused by name, and then nothing has changed', () => {
  const [m, v] = [torch.ones(2, 3), torch.ones(3)];
  const x = torch.ones(2, 3);
  const refused = (call: () => unknown, message: string): void => {
    assert.throws(call, refusal(RangeError, message));
    assert.equal(
      [x.size(), read(x)],
      [
        [2, 3],
        [1, 1, 1, 1, 1, 1],
      ],
    );
  };
  refused(() => x.mm(m, m), 'torch.mm: expected (n × m) and (m × p), got (2 × 3), (2 × 3)');
  refused(() => x.mm(m, v), 'torch.mm: expected (n × m) and (m × p), got (2 × 3), (3)');
  refused(() => x.addmm(m, m), 'torch.addmm: expected (n × m) and (m × p), got (2 × 3), (2 × 3)');
  refused(() => x.addmm(m, m.t()), 'torch.addmm: expected a sum of size (2 × 2), got (2 × 3)');
  refused(() => x.mv(m, torch.ones(2)), 'torch.mv: expected (n × m) and (m), got (2 × 3), (2)');
  refused(() => x.mv(v, v), 'torch.mv: expected (n × m) and (m), got (3), (3)');
  refused(() => x.addmv(x, m, v), 'torch.addmv: expected a sum of size (2), got (2 × 3)');
  refused(() => x.addmv(m, torch.ones(2)), 'torch.addmv: expected (n × m) and (m), got (2 × 3), (2)');
  refused(() => x.ger(m, v), 'torch.ger: expected (n) and (m), got (2 × 3), (3)');
  refused(() => x.addr(m, v), 'torch.addr: expected (n) and (m), got (2 × 3), (3)');
  refused(() => x.addr(v, v), 'torch.addr: expected a sum of size (3 × 3), got (2 × 3)');
  refused(() => x.dot(v), 'torch.dot: expected as many elements in both, got (2 × 3), (3)');
  refused(() => x.mm(torch.zeros(0), m), 'torch.mm: expected (n × m) and (m × p), got (), (2 × 3)');
  const [a, b] = [torch.ones(2, 2, 3), torch.ones(2, 3, 2)];
  const batches = 'expected (b × n × m) and (b × m × p), got';
  refused(() => x.bmm(a, a), `torch.bmm: ${batches} (2 × 2 × 3), (2 × 2 × 3)`);
  refused(() => x.bmm(a, b.narrow(0, 0, 1)), `torch.bmm: ${batches} (2 × 2 × 3), (1 × 3 × 2)`);
  refused(() => x.addbmm(m, m), `torch.addbmm: ${batches} (2 × 3), (2 × 3)`);
  refused(() => x.addbmm(a, b), 'torch.addbmm: expected a sum of size (2 × 2), got (2 × 3)');
  refused(() => x.baddbmm(a, b), 'torch.baddbmm: expected a sum of size (2 × 2 × 2), got (2 × 3)');
  refused(() => torch.addmm(torch.ones(3), m, m.t()), 'torch.addmm: expected a sum of size (2 × 2), got (3)');
});

test('mixed types and what is no tensor are refused by name', () => {
  const [d, f] = [torch.ones(2, 2), torch.FloatTensor(2, 2)];
  const refused = (call: () => unknown, message: string): void => {
    assert.throws(call, refusal(TypeError, message));
  };
  refused(() => d.mm(d, f), 'torch.mm: expected a DoubleTensor, got FloatTensor(2 × 2)');
  refused(() => f.addmm(d, d), 'torch.addmm: expected a FloatTensor, got DoubleTensor(2 × 2)');
  refused(() => d.dot(f), 'torch.dot: expected a DoubleTensor, got FloatTensor(2 × 2)');
  refused(() => d.dot(undefined as never), 'torch.dot: expected a tensor, got nothing');
  refused(() => d.mm(2 as never, d), 'torch.mm: expected a tensor, got number');
  const forms = 'torch.addmm: expected ([β,] [M,] [α,] A, B), got';
  const wrong =
    (...operands: unknown[]) =>
    () =>
      (d.addmm as (...o: unknown[]) => Tensor)(...operands);
  refused(wrong(d), `${forms} (DoubleTensor(2 × 2))`);
  refused(wrong(), `${forms} ()`);
  refused(wrong(1, 2, 3, d, d), `${forms} (number, number, number, DoubleTensor(2 × 2), DoubleTensor(2 × 2))`);
  refused(wrong(d, d, 1), `${forms} (DoubleTensor(2 × 2), DoubleTensor(2 × 2), number)`);
  refused(
    wrong(1, 2, d, d, d),
    `${forms} (number, number, DoubleTensor(2 × 2), DoubleTensor(2 × 2), DoubleTensor(2 × 2))`,
  );
  refused(() => d.addmm(f, d, d), 'torch.addmm: expected a FloatTensor, got DoubleTensor(2 × 2)');
  const functions = torch as unknown as Record<string, (...operands: unknown[]) => Tensor>;
  const withM = 'torch.addmm: expected ([β,] M, [α,] A, B), got (DoubleTensor(2 × 2), DoubleTensor(2 × 2))';
  refused(() => functions.addmm(d, d), withM);
  refused(() => functions.addmm(2, d, d, d, d), 'torch.addmm: expected a tensor, got number');
  refused(wrong('x', d), 'torch.addmm: expected a tensor, got string');
});

/** Never run: the compiler has to accept the first lines, and to refuse each line that says so. */
export function callForms(x: Tensor, m: Tensor, a: Tensor, b: Tensor): void {
  x.addmm(a, b)
    .addmm(2, a, b)
    .addmm(0, 1, a, b)
    .addmm(m, a, b)
    .addmm(m, 2, a, b)
    .addmm(1, m, a, b)
    .addmm(1, m, 2, a, b);
  torch.addmm(x, 1, m, 2, a, b).mm(a, b).ger(a, b).mv(a, b);
  // @ts-expect-error numbers stand before their matrices
  x.addmm(a, b, 2);
  // @ts-expect-error two matrices at least
  x.addmm(a);
  // @ts-expect-error the function has no M of its own
  torch.addmm(a, b);
  // @ts-expect-error nor numbers without M
  torch.addmm(1, 2, a, b);
  // @ts-expect-error no factors
  x.mm(2, a, b);
  // @ts-expect-error dot is a number
  x.dot(a).add(1);
}

test.run();
