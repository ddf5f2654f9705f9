/** @file View against the checker, Torch's batch rules, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModule } from '../../lib/check/index.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';

type View = InstanceType<typeof nn.View>;

/** A module, the size of its input, and the size of its output. */
const cases: [string, () => View, number[], number[]][] = [
  ['(6)', () => nn.View(6), [2, 3], [6]],
  ['(6)', () => nn.View(6), [4, 2, 3], [4, 6]],
  ['(3, 2)', () => nn.View(3, 2), [2, 2, 3], [2, 3, 2]],
  ['([3, 2])', () => nn.View([3, 2]), [6], [3, 2]],
  ['(2)', () => nn.View(2), [2, 3], [3, 2]],
  ['(-1)', () => nn.View(-1), [4, 2, 3], [24]],
  ['(-1, 2)', () => nn.View(-1, 2), [2, 3], [3, 2]],
  ['(-1) of 2 dimensions', () => nn.View(-1).setNumInputDims(2), [4, 2, 3], [4, 6]],
  ['(-1) of 2 dimensions', () => nn.View(-1).setNumInputDims(2), [2, 3], [6]],
  ['(-1) of 2 dimensions', () => nn.View(-1).setNumInputDims(2), [1, 2, 3], [1, 6]],
  ['(-1) of 2 dimensions', () => nn.View(-1).setNumInputDims(2), [2, 2, 2, 3], [4, 6]],
  ['(-1, 6) of 2 dimensions', () => nn.View(-1, 6).setNumInputDims(2), [4, 2, 3], [4, 1, 6]],
  ['(3) of 2 dimensions', () => nn.View(3).setNumInputDims(2), [4, 2, 3], [8, 3]],
  ['(1) of 1 dimension', () => nn.View(1).setNumInputDims(1), [3, 1], [3, 1]],
];

for (const [args, make, inputSize, outputSize] of cases) {
  const sizes = `${inputSize.join(' × ')} into ${outputSize.join(' × ')}`;
  test(`View${args} makes ${sizes} and passes every check`, () => {
    torch.manualSeed(1);
    const module = make();
    const x = torch.randn(inputSize);
    assert.equal((module.forward(x) as Tensor).size(), outputSize);
    const report = checkModule(module, x);
    assert.ok(report.passed, report.toString());
  });
}

test('the output is the memory of the input', () => {
  const x = torch.range(1, 6);
  const y = nn.View(2, 3).forward(x) as Tensor;
  x.set(4, 50);
  assert.is(y.get(1, 1), 50);
});

test('a strided gradient is taken, in row-major order', () => {
  const module = nn.View(3, 2);
  const x = torch.zeros(6);
  module.forward(x);
  const gy = torch
    .Tensor([
      [1, 2, 3],
      [4, 5, 6],
    ])
    .t();
  assert.equal((module.backward(x, gy) as Tensor).toArray(), [1, 4, 2, 5, 3, 6]);
});

test('the sizes can be set anew', () => {
  const module = nn.View(6).resetSize(3, 2);
  assert.equal((module.forward(torch.zeros(6)) as Tensor).size(), [3, 2]);
  assert.is(module.toString(), 'nn.View(3, 2)');
});

test('errors name the class, what it expected, and what it got', () => {
  const refused = (make: () => unknown, message: string): void => {
    assert.throws(make, (error: Error) => error instanceof RangeError && error.message === message);
  };
  refused(
    () => nn.View(5).forward(torch.zeros(2, 3)),
    'View(5).forward: expected input to have a multiple of 5 elements, got (2 × 3)',
  );
  refused(
    () =>
      nn
        .View(-1, 4)
        .setNumInputDims(2)
        .forward(torch.zeros(4, 2, 3)),
    'View(-1, 4).forward: expected the last 2 dimensions of input to have a multiple of 4 elements, got (4 × 2 × 3)',
  );
  refused(
    () => nn.View(-1).setNumInputDims(3).forward(torch.zeros(2, 3)),
    'View(-1).forward: expected the last 3 dimensions of input to have a multiple of 1 elements, got (2 × 3)',
  );
  refused(
    () => nn.View(6).forward(torch.zeros(2, 3).t()),
    'View(6).forward: expected contiguous input (Reshape takes any), got (3 × 2) with strides (1 × 3)',
  );
  refused(() => nn.View(2, 1.5), 'View: expected sizes from 1 up, but for one -1, got (2, 1.5)');
});

test.run();
