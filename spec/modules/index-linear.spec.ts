/** @file IndexLinear against the checker, Linear, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Activation } from '../../lib/nn/activation.js';
import { nn } from '../../lib/nn.js';
import type { Tensor } from '../../lib/tensor/index.js';
import { torch } from '../../lib/torch.js';
import { EXACT, type GoldenActivation, type GoldenTensor, near as nearGolden, read, tensor } from '../golden.js';
import { fails, passesEveryCheck, values } from './checking.js';

const { LongTensor } = torch;
type IndexLinear = InstanceType<typeof nn.IndexLinear>;

const drawn = (doGradInput = false): IndexLinear => nn.IndexLinear(5, 3, doGradInput).reset();
const keys = [LongTensor([3, 0, 3]), LongTensor([1])];
const integers = [LongTensor([2, -1, 5]), LongTensor([4])];

/** Of normalised features, whose maxima are 8; c is drawn, too. */
const normalised = (): IndexLinear => {
  const module = nn.IndexLinear(5, 3, false, 0, undefined, undefined, true).reset().training();
  module.weight.narrow(1, 3, 1).normal();
  module.forward([torch.range(0, 4).long(), torch.LongTensor(5).fill(8)]);
  return module;
};

// Values of integers are data to the checker: it differentiates in the parameters.
passesEveryCheck({
  'one vector': () => [drawn(), [keys[0], integers[0]]],
  'a table of each': () => [drawn(true), [keys, integers]],
  'end to end': () => [drawn(), [torch.cat(keys, 0), torch.cat(integers, 0), LongTensor([3, 1])]],
  'normalised, one vector': () => [normalised(), [keys[0], integers[0]]],
  'normalised, a table of each': () => [normalised(), [keys, integers]],
  'normalised, end to end': () => [normalised(), [torch.cat(keys, 0), torch.cat(integers, 0), LongTensor([3, 1])]],
  'normalised, evaluated beyond the maxima': () => [
    normalised().evaluate(),
    [keys, [LongTensor([2, -9, 5]), LongTensor([20])]],
  ],
  'normalised, below two hidden layers': () => [
    nn.Sequential().add(normalised()).add(nn.Tanh()).add(nn.Linear(3, 4)).add(nn.Tanh()).add(nn.Linear(4, 2)),
    [keys, integers],
  ],
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
    () => nn.IndexLinear(5, 3, false, 0, torch.zeros(5, 3), undefined, true),
    RangeError,
    'IndexLinear: expected weight (n × (4 + m)) and bias (m), got DoubleTensor(5 × 3) and DoubleTensor()',
  );
  fails(() => nn.IndexLinear(5, 0), RangeError, 'IndexLinear: expected sizes from 1 up, got (5, 0)');
  fails(
    () => nn.IndexLinear(5, 3, false, 0, torch.zeros(5, 3), torch.zeros(2)),
    RangeError,
    'IndexLinear: expected weight (n × m) and bias (m), got DoubleTensor(5 × 3) and DoubleTensor(2)',
  );
});

interface Recorded {
  name: string;
  inputSize: number;
  outputSize: number;
  keysOffset: number;
  weight: GoldenTensor;
  bias: GoldenTensor;
  calls: { train: boolean; input: GoldenActivation; output: GoldenTensor; weight: GoldenTensor }[];
  gradOutput: GoldenTensor;
  scale: number;
  gradBias: GoldenTensor;
  rate: number;
  updatedWeight: GoldenTensor;
  updatedBias: GoldenTensor;
}

const activation = (x: GoldenActivation): Activation =>
  Array.isArray(x) ? x.map(activation) : tensor(x as GoldenTensor);

for (const row of read<Recorded[]>('torch7/index-linear.json')) {
  test(`normalised features are those of Lua Torch7: ${row.name}`, () => {
    const [weight, bias] = [tensor(row.weight), tensor(row.bias)];
    const { inputSize, outputSize, keysOffset } = row;
    const module = nn.IndexLinear(inputSize, outputSize, false, keysOffset, weight, bias, true, 1);
    for (const [i, call] of row.calls.entries()) {
      if (call.train) module.training();
      else module.evaluate();
      nearGolden(module.forward(activation(call.input)), call.output, EXACT, `output ${i}`);
      nearGolden(module.weight, call.weight, EXACT, `weight after ${i}`);
    }
    const input = activation(row.calls[0].input);
    module.training().forward(input);
    module.backward(input, tensor(row.gradOutput), row.scale);
    nearGolden(module.gradBias, row.gradBias, EXACT, 'gradBias');
    module.updateParameters(row.rate);
    nearGolden(module.weight, row.updatedWeight, EXACT, 'weight after a step');
    nearGolden(module.bias, row.updatedBias, EXACT, 'bias after a step');
  });
}

test('images of values are the derivative along them: Rv divided by the maximum, nothing beyond it', () => {
  torch.manualSeed(2);
  const module = normalised().evaluate();
  const k = [LongTensor([3, 0, 3]), LongTensor([1])];
  const at = (r: number): Activation => [k, [torch.Tensor([2 + 7 * r, -9 + r, 5 - r]), torch.Tensor([4 + 2 * r])]];
  const rv = [k, [torch.Tensor([7, 1, -1]), torch.Tensor([2])]];
  const gy = torch.randn(2, 3);
  const passes = (r: number): number[][] => {
    module.zeroGradParameters();
    const y = values(module.forward(at(r)));
    module.backward(at(r), gy);
    return [y, values(module.gradWeight)];
  };
  const h = 2 ** -12;
  const [plus, minus] = [passes(h), passes(-h)];
  passes(0);
  const ry = module.rForward(at(0), rv);
  module.rBackward(at(0), rv, gy, undefined);
  for (const [i, image] of [values(ry), values(module.rGradWeight)].entries()) {
    for (const [j, got] of image.entries()) {
      const difference = (plus[i][j] - minus[i][j]) / (2 * h);
      assert.ok(Math.abs(got - difference) < 1e-9, `expected ${difference}, got ${got}`);
    }
  }
  const missing = module.rForward(at(0), [undefined, [undefined, torch.Tensor([2])]]);
  const zero = module.rForward(at(0), [undefined, [torch.zeros(3), torch.Tensor([2])]]);
  assert.equal(values(missing), values(zero));
});

test('of a file of Torch normalised features keep their maxima, and are written as they were', () => {
  const module = torch.load('spec/golden/torch7/index-linear.t7') as unknown as IndexLinear;
  assert.is(module.normalize, 4);
  assert.equal(values(module.weight.select(1, 0)), [2, 4, 0, 0.5, 0, 0.25]);
  assert.equal(values(module.weight.select(1, 1)), [0.5, 0.25, 0, 2, 0, 4]);
  const copy = torch.deserialize(torch.serialize(module)) as unknown as IndexLinear;
  const input = [LongTensor([4, 1]), torch.Tensor([1, 9])];
  assert.equal(values(copy.evaluate().forward(input)), values(module.evaluate().forward(input)));
});

test('as in Torch, normalised features do not train before they are told to', () => {
  const module = nn.IndexLinear(2, 1, false, 0, undefined, undefined, true);
  module.forward([LongTensor([1]), torch.Tensor([3])]);
  assert.equal([module.weight.get(1, 0), values(module.output)], [0, [0]]);
  module.weight.set(1, 4, 5);
  assert.equal(values(module.forward([LongTensor([1]), torch.Tensor([3])])), [5]);
});

test('statistics lie in the parameters, and neither gradients nor Hv in their places', () => {
  const module = normalised();
  const [parameters] = module.getParameters();
  const input = [LongTensor([2]), torch.Tensor([16])];
  module.forward(input);
  assert.equal([parameters.get(2 * 7), parameters.get(2 * 7 + 1), module.weight.get(2, 2)], [16, 1 / 16, 1]);
  module.evaluate().forward([LongTensor([2]), torch.Tensor([99])]);
  assert.is(module.weight.get(2, 0), 16);
  module.reset();
  assert.equal(values(module.weight.narrow(1, 0, 4).contiguous()), Array(20).fill(0));
});

test('what normalised features refuse leaves the weight as it was', () => {
  const module = nn.IndexLinear(5, 3, true, 0, undefined, undefined, true).training();
  const before = values(module.weight);
  fails(
    () => module.forward([LongTensor([1, 7]), torch.Tensor([3, 0])]),
    RangeError,
    'IndexLinear(5 -> 3).forward: expected index in 0..4, got 7',
  );
  assert.equal(values(module.weight), before);
  const input = [LongTensor([1]), torch.Tensor([3])];
  module.forward(input);
  fails(
    () => module.backward(input, torch.ones(3)),
    TypeError,
    'IndexLinear(5 -> 3).backward: expected doGradInput to be false with normalised features, got true',
  );
  assert.equal(values(module.gradBias), [0, 0, 0]);
});

test.run();
