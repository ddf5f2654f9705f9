/** @file Classes that choose by an index against formulas with branches, bit for bit: at kinks, both zeros, both infinities and NaN. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Module } from '../../../lib/nn/module.js';
import { nn } from '../../../lib/nn.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';

type Formula = (x: number) => number;

const hardTanh =
  (min: number, max: number): Formula =>
  (x) =>
    x < min ? min : x <= max ? x : max;
const inside =
  (min: number, max: number): Formula =>
  (x) =>
    x <= min || x >= max ? 0 : 1;
const hardShrink =
  (l: number): Formula =>
  (x) =>
    x > l || x < -l ? x : 0;
const outside =
  (l: number): Formula =>
  (x) =>
    x > l || x < -l ? 1 : 0;
const softShrink =
  (l: number): Formula =>
  (x) =>
    x > l ? x - l : x < -l ? x + l : 0;
const leaky =
  (a: number): Formula =>
  (x) =>
    x > 0 ? x : a * x;
const slope =
  (a: number): Formula =>
  (x) =>
    x > 0 ? 1 : a;

const table: [string, Module, f: Formula, df: Formula][] = [
  ['HardShrink', nn.HardShrink(0.1), hardShrink(0.1), outside(0.1)],
  ['HardShrink of a negative number', nn.HardShrink(-1), hardShrink(-1), outside(-1)],
  ['SoftShrink', nn.SoftShrink(0.1), softShrink(0.1), outside(0.1)],
  ['SoftShrink of a negative number', nn.SoftShrink(-1), softShrink(-1), outside(-1)],
  ['HardTanh', nn.HardTanh(-0.1, 1), hardTanh(-0.1, 1), inside(-0.1, 1)],
  ['HardTanh up to −0', nn.HardTanh(-1, -0), hardTanh(-1, -0), inside(-1, -0)],
  ['ReLU6', nn.ReLU6(), hardTanh(0, 6), inside(0, 6)],
  ['LeakyReLU', nn.LeakyReLU(0.125), leaky(0.125), slope(0.125)],
  ['LeakyReLU of slope 0', nn.LeakyReLU(0), leaky(0), slope(0)],
  ['LeakyReLU of a negative slope', nn.LeakyReLU(-2), leaky(-2), slope(-2)],
  ['Abs', nn.Abs(), Math.abs, (x) => (x >= 0 ? 1 : -1)],
];

const points = [NaN, 0, 0.1, Math.fround(0.1), 0.5, 1, 1.5, 6, 7, 2 ** -149, 1e-310, Infinity].flatMap((x) => [x, -x]);

function sameBits(actual: Tensor, expected: number[], x: Tensor, what: string): void {
  expected.forEach((v, i) => {
    assert.ok(Object.is(actual.get(i), v), `${what} at ${x.get(i)}: expected ${v}, got ${actual.get(i)}`);
  });
}

for (const type of ['torch.DoubleTensor', 'torch.FloatTensor']) {
  for (const [name, module, f, df] of table) {
    test(`${name} of a ${type} chooses what branches would`, () => {
      const round = type === 'torch.FloatTensor' ? Math.fround : Number;
      const x = torch.Tensor(points).type(type);
      const one = torch.ones(points.length).type(type);
      const numbers = x.toArray() as number[];
      const typed = module.clone().type(type);
      const slopes = numbers.map((v) => round(df(v)));
      sameBits(typed.forward(x) as Tensor, numbers.map(f).map(round), x, 'f');
      sameBits(typed.backward(x, one) as Tensor, slopes, x, "f'");
      sameBits(typed.rForward(x, one) as Tensor, slopes, x, "f' under R");
      sameBits(typed.rBackward(x, undefined, one, one) as Tensor, slopes, x, "f' of Rgy");
    });
  }
}

test('PReLU chooses what branches would; the gradient of its slope leaves out what is above 0, and NaN', () => {
  const module = nn.PReLU();
  const x = torch.Tensor(points);
  sameBits(module.forward(x) as Tensor, points.map(leaky(0.25)), x, 'f');
  sameBits(module.backward(x, torch.ones(points.length)) as Tensor, points.map(slope(0.25)), x, "f'");
  const few = torch.Tensor([-1, 2, NaN, Infinity, -0]);
  module.zeroGradParameters();
  module.forward(few);
  module.backward(few, torch.Tensor([3, Infinity, 1, 0, 1]));
  assert.is(module.gradWeight.get(0), -3);
});

test.run();
