/** @file Linear systems, inverses, least squares and Cholesky's factors: Torch's examples, reconstruction at n = 200, refusals. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Tensor, torch } from '../../../../lib/tensor/index.js';
import { fails } from '../../../errors.js';
import { floating, laidOut, layouts, read } from '../layouts.js';
import { isIdentity, onEach, printed, same } from './backends.js';

// The examples of torch7's doc/maths.md.
const a = torch
  .Tensor([
    [6.8, -2.11, 5.66, 5.97, 8.23],
    [-6.05, -3.3, 5.36, -4.44, 1.08],
    [-0.45, 2.58, -2.7, 0.27, 9.04],
    [8.32, 2.71, 4.35, -7.17, 2.14],
    [-9.67, -5.14, -7.26, 6.08, -6.87],
  ])
  .t();
const b = torch
  .Tensor([
    [4.02, 6.19, -8.22, -7.57, -3.03],
    [-1.56, 4.0, -8.67, 1.75, 2.86],
    [9.81, -4.09, -4.57, -8.61, 8.99],
  ])
  .t();
const positive = torch.Tensor([
  [1.2705, 0.9971, 0.4948, 0.1389, 0.2381],
  [0.9971, 0.9966, 0.6752, 0.0686, 0.1196],
  [0.4948, 0.6752, 1.1434, 0.0314, 0.0582],
  [0.1389, 0.0686, 0.0314, 0.027, 0.0526],
  [0.2381, 0.1196, 0.0582, 0.0526, 0.3957],
]);
const upper = [
  [1.1272, 0.8846, 0.439, 0.1232, 0.2112],
  [0, 0.4626, 0.62, -0.0874, -0.1453],
  [0, 0, 0.7525, 0.0419, 0.0738],
  [0, 0, 0, 0.0491, 0.2199],
  [0, 0, 0, 0, 0.5255],
];

onEach("Torch's documented examples", () => {
  const solution = [
    [-0.8007, -0.3896, 0.9555],
    [-0.6952, -0.5544, 0.2207],
    [0.5939, 0.8422, 1.9006],
    [1.3217, -0.1038, 5.3577],
    [0.5658, 0.1057, 4.0406],
  ];
  printed(torch.gesv(b, a)[0], solution, 'gesv');
  const triangle = a.t().triu();
  printed(torch.trtrs(b, triangle)[0].select(1, 0), [-3.5416, 4.2072, 4.6399, 1.1874, 0.441], 'trtrs');
  // Of a matrix that is printed with four decimals itself, and nearly singular.
  printed(torch.potrf(positive), upper, 'potrf', 2);
  printed(torch.potrf(positive, 'L').t(), upper, 'potrf L', 2);
  const [factor, piv] = torch.pstrf(positive);
  printed(factor.select(0, 0), [1.1272, 0.439, 0.2112, 0.8846, 0.1232], 'pstrf', 3);
  printed(factor.diag(), [1.1272, 0.975, 0.5915, 0.3439, 0.0456], 'pstrf', 3);
  assert.equal([piv.type(), read(piv)], ['torch.IntTensor', [0, 2, 4, 1, 3]]);
  const tall = torch
    .Tensor([
      [1.44, -9.96, -7.55, 8.34, 7.08, -5.45],
      [-7.84, -0.28, 3.24, 8.09, 2.52, -5.7],
      [-4.39, -3.24, 6.27, 5.28, 0.74, -1.19],
      [4.53, 3.83, -6.64, 2.06, -2.47, 4.7],
    ])
    .t();
  const right = torch
    .Tensor([
      [8.58, 8.26, 8.48, -5.28, 5.72, 8.93],
      [9.35, -4.43, -0.7, -0.26, -7.36, -2.52],
    ])
    .t();
  const least = torch.gels(right, tall)[0];
  printed(least, [-0.4506, 0.2497, -0.8492, -0.902, 0.7066, 0.6323, 0.1289, 0.1351], 'gels');
  printed(torch.Tensor([right.dist(torch.mm(tall, least))]), [17.390200628863], 'residual', 8);
});

for (const type of floating) {
  const n = type === 'Double' ? 200 : 60;
  onEach(`reconstruction at n = ${n}, ${type}`, () => {
    torch.manualSeed(1);
    const as = `torch.${type}Tensor`;
    const x = torch.randn(n, n).add(torch.eye(n).mul(20)).type(as);
    const right = torch.randn(n, 7).type(as);
    const [solution, lu] = torch.gesv(right, x);
    same(torch.mm(x, solution), right, 'A X = B');
    assert.equal(
      [lu.size(), lu.stride()],
      [
        [n, n],
        [1, n],
      ],
    );
    isIdentity(torch.mm(x, torch.inverse(x)), 'A A⁻¹');
    const square = torch.mm(x, x.t()).div(n);
    for (const uplo of ['U', 'L'] as const) {
      const factor = torch.potrf(square, uplo);
      const [left, other] = uplo === 'U' ? [factor.t(), factor] : [factor, factor.t()];
      same(torch.mm(left, other), square, `potrf ${uplo}`);
      same(factor, uplo === 'U' ? factor.triu() : factor.tril(), 'zeros beside the triangle');
      same(torch.mm(square, torch.potrs(right, factor, uplo)), right, `potrs ${uplo}`);
      isIdentity(torch.mm(square, torch.potri(factor, uplo)), `potri ${uplo}`);
      const [pivoted, piv] = torch.pstrf(square, uplo);
      const [p, q] = uplo === 'U' ? [pivoted.t(), pivoted] : [pivoted, pivoted.t()];
      same(torch.mm(p, q), square.index(0, piv.long()).index(1, piv.long()), `pstrf ${uplo}`);
      for (const trans of ['N', 'T'] as const) {
        for (const diag of ['N', 'U'] as const) {
          // A triangle near the identity, so that one with ones on its diagonal is as easy to solve.
          const triangle = (uplo === 'U' ? x.triu(1) : x.tril(-1)).mul(0.01).add(
            torch
              .eye(n)
              .mul(diag === 'N' ? 2 : 1)
              .type(as),
          );
          const given = triangle.clone().add(uplo === 'U' ? x.tril(-1) : x.triu(1));
          const [y, copy] = torch.trtrs(right, given, uplo, trans, diag);
          same(torch.mm(trans === 'N' ? triangle : triangle.t(), y), right, `trtrs ${uplo} ${trans} ${diag}`);
          same(copy, given, 'and A');
        }
      }
    }
    const wide = x.narrow(0, 0, 40).contiguous();
    const [shortest] = torch.gels(right.narrow(0, 0, 40), wide);
    same(torch.mm(wide, shortest), right.narrow(0, 0, 40), 'gels m < n');
    same(
      shortest,
      torch.mm(wide.t(), torch.gesv(right.narrow(0, 0, 40), torch.mm(wide, wide.t()))[0]),
      'the least of all',
    );
    const [closest] = torch.gels(right, x.narrow(1, 0, 40));
    const normal = torch.mm(x.narrow(1, 0, 40).t(), right.clone().csub(torch.mm(x.narrow(1, 0, 40), closest)));
    assert.ok(normal.abs().max() < (type === 'Double' ? 1e-10 : 1e-2), 'gels m > n: the residual is orthogonal to A');
  });
}

onEach('every layout of operands, a vector for B, results given, of other layouts, and operands as results', () => {
  const want = torch.gesv(b, a)[0];
  for (const [name, layout] of Object.entries(layouts)) {
    const [a1, b1] = [laidOut('Double', [5, 5], read(a), layout), laidOut('Double', [5, 3], read(b), layout)];
    same(torch.gesv(b1, a1)[0], want, name);
    same(b1.gesv(a1)[0], want, `${name}, method`);
    assert.equal([read(a1), read(b1)], [read(a), read(b)], 'only read');
    const [x, lu] = [laidOut('Double', [5, 3], read(b), layout), laidOut('Double', [2], [1, 2], layout)];
    const returned = torch.gesv(x, lu, b1, a1);
    assert.ok(returned[0] === x && returned[1] === lu);
    same(x, want, `${name}, into a result`);
    torch.gesv(b1, a1, b1, a1);
    same(b1, want, `${name}, in place`);
  }
  same(torch.gesv(b.select(1, 0), a)[0], want.narrow(1, 0, 1), 'a vector');
  const result = torch.ones(5, 5);
  for (let i = 0; i < 2; i++) {
    torch.inverse(result, a);
    assert.equal(result.stride(), [1, 5], 'column-major, once and again');
    isIdentity(torch.mm(a, result), 'inverse');
  }
});

onEach('matrices that have not what is needed are refused, and results are as they were', () => {
  const singular = torch.Tensor([
    [1, 2],
    [2, 4],
  ]);
  const result = torch.Tensor([7]);
  const other = torch.Tensor([8]);
  const ones = torch.ones(2, 1);
  const place = 'got one with';
  for (const [call, message] of [
    [
      () => torch.gesv(result, other, ones, singular),
      `torch.gesv: expected a matrix that is not singular, ${place} U(1, 1) = 0`,
    ],
    [
      () => torch.inverse(result, singular),
      `torch.inverse: expected a matrix that is not singular, ${place} U(1, 1) = 0`,
    ],
    [
      () => torch.trtrs(result, other, ones, torch.zeros(2, 2)),
      `torch.trtrs: expected a triangle that is not singular, ${place} A(0, 0) = 0`,
    ],
    [
      () => torch.potrf(result, singular.clone().neg()),
      `torch.potrf: expected a positive definite matrix, ${place} a leading minor of order 1 that is not positive`,
    ],
    [
      () => torch.potrf(result, torch.Tensor([[Number.NaN]])),
      `torch.potrf: expected a positive definite matrix, ${place} a leading minor of order 1 that is not positive`,
    ],
    [
      () => torch.potri(result, torch.zeros(2, 2)),
      `torch.potri: expected the factor of a positive definite matrix, ${place} element (0, 0) = 0`,
    ],
    [
      () => torch.pstrf(result, torch.IntTensor([1]), torch.ones(2, 2)),
      `torch.pstrf: expected a positive definite matrix, ${place} a pivot that is not above the tolerance`,
    ],
    [
      () => torch.pstrf(result, torch.IntTensor([1]), torch.eye(2), 'L', 1),
      `torch.pstrf: expected a positive definite matrix, ${place} a pivot that is not above the tolerance`,
    ],
    [
      () =>
        torch.gels(
          result,
          other,
          torch.ones(2, 1),
          torch.Tensor([
            [1, 0],
            [0, 0],
          ]),
        ),
      `torch.gels: expected a matrix of full rank, ${place} element (1, 1) of its triangle 0`,
    ],
  ] as const) {
    fails(call, RangeError, message);
    assert.equal([result.size(), read(result), read(other)], [[1], [7], [8]]);
  }
  assert.ok(
    read(
      torch.gesv(
        ones,
        torch.Tensor([
          [Number.NaN, 1],
          [1, 1],
        ]),
      )[0],
    ).every(Number.isNaN),
    'NaN passes',
  );
});

test('refused operands', () => {
  const [square, wide] = [torch.eye(2), torch.ones(2, 3)];
  for (const name of ['inverse', 'potrf', 'potri', 'pstrf'] as const) {
    fails(() => torch[name](wide), RangeError, `torch.${name}: expected a square matrix, got DoubleTensor(2 × 3)`);
    fails(() => torch[name](torch.ones(2)), RangeError, `torch.${name}: expected a square matrix, got DoubleTensor(2)`);
    fails(
      () => torch[name](torch.IntTensor(2, 2)),
      TypeError,
      `torch.${name}: expected Double or Float, got IntTensor(2 × 2)`,
    );
  }
  for (const name of ['gesv', 'trtrs', 'potrs'] as const) {
    fails(
      () => torch[name](square, wide),
      RangeError,
      `torch.${name}: expected a square matrix, got DoubleTensor(2 × 3)`,
    );
    const rows = `torch.${name}: expected as many rows as DoubleTensor(2 × 2), got`;
    fails(() => torch[name](torch.ones(3), square), RangeError, `${rows} DoubleTensor(3)`);
    fails(() => torch[name](torch.ones(2, 1, 1), square), RangeError, `${rows} DoubleTensor(2 × 1 × 1)`);
    fails(
      () => torch[name](square.float(), square),
      TypeError,
      `torch.${name}: expected a DoubleTensor, got FloatTensor(2 × 2)`,
    );
  }
  fails(() => torch.gels(square, torch.ones(2)), RangeError, 'torch.gels: expected a matrix, got DoubleTensor(2)');
  fails(() => torch.potrf(square, 'X' as never), TypeError, "torch.potrf: expected 'U' or 'L', got X");
  fails(() => torch.trtrs(square, square, 'U', 'X' as never), TypeError, "torch.trtrs: expected 'N' or 'T', got X");
  fails(
    () => torch.inverse(torch.FloatTensor(1), square),
    TypeError,
    'torch.inverse: expected a DoubleTensor for the result, got FloatTensor(1)',
  );
  fails(
    () => torch.pstrf(torch.ones(1), torch.ones(1), square),
    TypeError,
    'torch.pstrf: expected a IntTensor for the result, got DoubleTensor(1)',
  );
  assert.instance(torch.inverse(square), Tensor);
});

test.run();
