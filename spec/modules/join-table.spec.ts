/** @file JoinTable against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModule } from '../../lib/check/index.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';

type JoinTable = InstanceType<typeof nn.JoinTable>;

/** A module, the sizes of its input, and the size of its output. */
const cases: [string, () => JoinTable, number[][], number[]][] = [
  ['(0)', () => nn.JoinTable(0), [[2], [3], [1]], [6]],
  [
    '(0)',
    () => nn.JoinTable(0),
    [
      [2, 3],
      [1, 3],
    ],
    [3, 3],
  ],
  [
    '(1)',
    () => nn.JoinTable(1),
    [
      [2, 3],
      [2, 1],
    ],
    [2, 4],
  ],
  [
    '(-1)',
    () => nn.JoinTable(-1),
    [
      [2, 2, 3],
      [2, 2, 1],
    ],
    [2, 2, 4],
  ],
  ['(0, 1)', () => nn.JoinTable(0, 1), [[2], [3]], [5]],
  [
    '(0, 1)',
    () => nn.JoinTable(0, 1),
    [
      [4, 2],
      [4, 3],
    ],
    [4, 5],
  ],
  [
    '(-1, 1)',
    () => nn.JoinTable(-1, 1),
    [
      [4, 2],
      [4, 3],
    ],
    [4, 5],
  ],
];

for (const [args, make, inputSizes, outputSize] of cases) {
  const sizes = `${inputSizes.map((size) => size.join(' × ')).join(' and ')} into ${outputSize.join(' × ')}`;
  test(`JoinTable${args} makes ${sizes} and passes every check`, () => {
    torch.manualSeed(1);
    const module = make();
    const x = inputSizes.map((size) => torch.randn(size));
    assert.equal((module.forward(x) as Tensor).size(), outputSize);
    const report = checkModule(module, x);
    assert.ok(report.passed, report.toString());
  });
}

test('columns stand side by side, and a gradient is cut where they meet', () => {
  const module = nn.JoinTable(1);
  const x = [
    torch.Tensor([[1], [2]]),
    torch.Tensor([
      [3, 4],
      [5, 6],
    ]),
  ];
  assert.equal((module.forward(x) as Tensor).toArray(), [1, 3, 4, 2, 5, 6]);
  const gx = module.backward(x, torch.range(1, 6).view(2, 3)) as Tensor[];
  assert.equal(
    gx.map((piece) => piece.toArray()),
    [
      [1, 4],
      [2, 3, 5, 6],
    ],
  );
  assert.equal((module.rForward(x, [x[0], undefined]) as Tensor).toArray(), [1, 0, 0, 2, 0, 0]);
  assert.equal((module.rForward(x, [undefined, x[1]]) as Tensor).toArray(), [0, 3, 4, 0, 5, 6]);
});

test('errors name the class, what it expected, and what it got', () => {
  const refused = (module: JoinTable, sizes: number[][], message: string): void => {
    assert.throws(
      () => module.forward(sizes.map((size) => torch.zeros(size))),
      (error: Error) => error instanceof RangeError && error.message === message,
    );
  };
  refused(
    nn.JoinTable(0),
    [
      [2, 3],
      [2, 4],
    ],
    'JoinTable.forward: expected a table of tensors that differ in dimension 0 only, got {(2 × 3), (2 × 4)}',
  );
  refused(
    nn.JoinTable(2),
    [
      [2, 3],
      [2, 3],
    ],
    'JoinTable.forward: expected a table of tensors that differ in dimension 2 only, got {(2 × 3), (2 × 3)}',
  );
  refused(
    nn.JoinTable(0),
    [[2, 3], [2]],
    'JoinTable.forward: expected a table of tensors that differ in dimension 0 only, got {(2 × 3), (2)}',
  );
});

test.run();
