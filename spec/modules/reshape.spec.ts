/** @file Reshape against the checker, Torch's batch rules, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModule } from '../../lib/check/index.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';

type Reshape = InstanceType<typeof nn.Reshape>;

/** A module, the size of its input, and the size of its output. */
const cases: [string, () => Reshape, number[], number[]][] = [
  ['(2, 3)', () => nn.Reshape(2, 3), [6], [2, 3]],
  ['(2, 3)', () => nn.Reshape(2, 3), [3, 2], [2, 3]],
  ['(2, 3)', () => nn.Reshape(2, 3), [4, 6], [4, 2, 3]],
  ['(2, 3)', () => nn.Reshape(2, 3), [1, 6], [1, 2, 3]],
  ['(2, 3)', () => nn.Reshape(2, 3), [4, 3, 2, 1], [4, 2, 3]],
  ['([2, 3])', () => nn.Reshape([2, 3]), [4, 6], [4, 2, 3]],
  ['(2, 3, false)', () => nn.Reshape(2, 3, false), [1, 6], [2, 3]],
  ['(3, 2, true)', () => nn.Reshape(3, 2, true), [1, 6], [1, 3, 2]],
  ['(1, true)', () => nn.Reshape(1, true), [3], [3, 1]],
  ['([3], true)', () => nn.Reshape([3], true), [2, 3, 1], [2, 3]],
  ['(-1)', () => nn.Reshape(-1), [2, 3, 2], [2, 6]],
  ['(2, -1, false)', () => nn.Reshape(2, -1, false), [2, 3, 2], [2, 6]],
];

for (const [args, make, inputSize, outputSize] of cases) {
  const sizes = `${inputSize.join(' × ')} into ${outputSize.join(' × ')}`;
  test(`Reshape${args} makes ${sizes} and passes every check`, () => {
    torch.manualSeed(1);
    const module = make();
    const x = torch.randn(inputSize);
    assert.equal((module.forward(x) as Tensor).size(), outputSize);
    const report = checkModule(module, x);
    assert.ok(report.passed, report.toString());
  });
}

test('a transposed input passes every check', () => {
  torch.manualSeed(1);
  const report = checkModule(nn.Reshape(6, false), torch.randn(2, 3).t());
  assert.ok(report.passed, report.toString());
});

test('a contiguous input is viewed, another is copied in row-major order', () => {
  const module = nn.Reshape(6, false);
  const x = torch.Tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  const viewed = module.forward(x) as Tensor;
  assert.is(viewed.storage(), x.storage());
  const copied = module.forward(x.t()) as Tensor;
  assert.equal(copied.toArray(), [1, 4, 2, 5, 3, 6]);
  const gx = module.backward(x.t(), torch.range(1, 6)) as Tensor;
  assert.equal(
    [gx.size(), gx.toArray()],
    [
      [3, 2],
      [1, 2, 3, 4, 5, 6],
    ],
  );
});

test('a copy never lands in the memory of an earlier input', () => {
  const module = nn.Reshape(6, false);
  const first = torch.range(1, 6).view(2, 3);
  module.forward(first);
  module.forward(torch.zeros(2, 3).t());
  assert.equal(first.toArray(), [1, 2, 3, 4, 5, 6]);
});

test('it prints as in Torch', () => {
  assert.is(nn.Reshape(2, 3).toString(), 'nn.Reshape(2x3)');
});

test('errors name the class, what it expected, and what it got', () => {
  const refused = (make: () => unknown, message: string): void => {
    assert.throws(make, (error: Error) => error instanceof RangeError && error.message === message);
  };
  refused(
    () => nn.Reshape(2, 3).forward(torch.zeros(4, 5)),
    'Reshape(2x3).forward: expected samples of 2 · 3 elements, got (4 × 5)',
  );
  refused(
    () => nn.Reshape(2, 3, false).forward(torch.zeros(4, 5)),
    'Reshape(2x3).forward: expected input of 2 · 3 elements, got (4 × 5)',
  );
  refused(() => nn.Reshape(2, 0), 'Reshape: expected sizes from 1 up, but for one -1, got (2, 0)');
  refused(() => nn.Reshape(-1, -1), 'Reshape: expected sizes from 1 up, but for one -1, got (-1, -1)');
});

test.run();
