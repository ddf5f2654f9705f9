/** @file IndexLinear against the checker, Linear, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Activation } from '../../lib/nn/activation.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

const { LongTensor } = torch;
type IndexLinear = InstanceType<typeof nn.IndexLinear>;

const drawn = (doGradInput = false): IndexLinear => nn.IndexLinear(5, 3, doGradInput).reset();
const keys = [LongTensor([3, 0, 3]), LongTensor([1])];
const integers = [LongTensor([2, -1, 5]), LongTensor([4])];

// Values of integers are data to the checker: it differentiates in the parameters.
passesEveryCheck({
  'one vector': () => [drawn(), [keys[0], integers[0]]],
  'a table of each': () => [drawn(true), [keys, integers]],
  'end to end': () => [drawn(), [torch.cat(keys, 0), torch.cat(integers, 0), LongTensor([3, 1])]],
  'below two hidden layers': () => [
    nn.Sequential().add(drawn()).add(nn.Tanh()).add(nn.Linear(3, 4)).add(nn.Tanh()).add(nn.Linear(4, 2)),
    [keys, integers],
  ],
});

const x = torch.zeros(2, 5);
x.set(0, 3, 0.5).set(0, 0, -2).set(1, 1, 4);
const rx = torch.zeros(2, 5);
rx.set(0, 3, 7).set(0, 0, 8).set(1, 1, -1);
const k = [LongTensor([3, 0]), LongTensor([1])];
const v = [torch.Tensor([0.5, -2]), torch.Tensor([4])];
const rv = [torch.Tensor([7, 8]), torch.Tensor([-1])];
const sizes = LongTensor([2, 1]);

const forms: [string, Activation, (Activation | undefined)[]][] = [
  ['a table of each', [k, v], [undefined as never, rv]],
  ['end to end', [torch.cat(k, 0), torch.cat(v, 0), sizes], [undefined, torch.cat(rv, 0), undefined]],
];

for (const [name, input, image] of forms) {
  test(`all passes of ${name} are those of Linear at the dense vectors`, () => {
    torch.manualSeed(1);
    const [sparse, linear] = [drawn(true), nn.Linear(5, 3)];
    for (const list of [0, 2] as const) {
      const [[w, b], [lw, lb]] = [sparse, linear].map((m) => m.parameters()[list]);
      lw.copy(w.normal().t());
      lb.copy(b.normal());
    }
    const [gy, rgy] = [torch.randn(2, 3), torch.randn(2, 3)];
    const near = (got: unknown, expected: unknown): void => {
      const tensors = (Array.isArray(got) ? got : [got]).flatMap(values);
      const [a, b] = [tensors, values(expected)].map((list) => torch.Tensor(list));
      assert.ok(a.dist(b) < 1e-13, `expected ${b}, got ${a}`);
    };
    near(sparse.forward(input), linear.forward(x));
    const [gk, gx] = sparse.backward(input, gy, 2) as Activation[];
    assert.equal([gk].flat().flatMap(values), [0, 1, 2, 3, 4, 0, 1, 2, 3, 4]);
    near(gx, linear.backward(x, gy, 2));
    near(sparse.rForward(input, image), linear.rForward(x, rx));
    near((sparse.rBackward(input, image, gy, rgy, 2) as Activation[])[1], linear.rBackward(x, rx, gy, rgy, 2));
    near(sparse.gradWeight.t().contiguous(), linear.gradWeight);
    near(sparse.gradBias, linear.gradBias);
    near(sparse.rGradBias, linear.rGradBias);
    for (const index of [0, 1, 3]) {
      near(sparse.rGradWeight.select(0, index), linear.rGradWeight.select(1, index));
    }
    assert.equal(values(sparse.rGradWeight.select(0, 2)), [0, 0, 0]);
  });
}

test('of one sample y and gx are vectors; keys move by keysOffset; weights may be given', () => {
  const weight = torch.Tensor([[10], [100]]);
  const module = nn.IndexLinear(2, 1, true, -6, weight, torch.Tensor([1]));
  const input = [LongTensor([7, 6]), torch.Tensor([1, 2])];
  assert.equal(values(module.forward(input)), [100 + 20 + 1]);
  assert.equal((module.output as Tensor).size(), [1]);
  assert.equal((module.backward(input, torch.Tensor([3])) as Tensor[]).map(values), [
    [6, 7],
    [30, 300],
  ]);
  assert.is(module.weight, weight);
  assert.equal(values(module.gradWeight), [6, 3]);
});

test('weights and biases are zero at first', () => {
  assert.equal(nn.IndexLinear(2, 1).parameters()[0].map(values), [[0, 0], [0]]);
});

test('keys outside, other forms, and sizes that do not fit are refused', () => {
  const who = 'IndexLinear(5 -> 3)';
  const module = nn.IndexLinear(5, 3);
  const expected = `${who}.forward: expected {keys, values}, {{keys, …}, {values, …}} or {keys, values, sizes}`;
  fails(
    () => module.forward([LongTensor([-1]), torch.ones(1)]),
    RangeError,
    `${who}.forward: expected index in 0..4, got -1`,
  );
  fails(() => module.forward(torch.ones(1)), RangeError, `${expected}, got (1)`);
  fails(() => module.forward([LongTensor([1]), torch.ones(2)]), RangeError, `${expected}, got {(1), (2)}`);
  fails(
    () => module.forward([LongTensor([1]), torch.ones(1), LongTensor([2])]),
    RangeError,
    `${expected}, got {(1), (1), (1)}`,
  );
  fails(
    () => nn.IndexLinear(5, 3, false, 0, undefined, undefined, true),
    Error,
    'IndexLinear: normalised features are not offered',
  );
  fails(() => nn.IndexLinear(5, 0), RangeError, 'IndexLinear: expected sizes from 1 up, got (5, 0)');
  fails(
    () => nn.IndexLinear(5, 3, false, 0, torch.zeros(5, 3), torch.zeros(2)),
    RangeError,
    'IndexLinear: expected weight (n × m) and bias (m), got DoubleTensor(5 × 3) and DoubleTensor(2)',
  );
});

test.run();
