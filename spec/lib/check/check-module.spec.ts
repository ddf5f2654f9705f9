import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModule, type Report } from '../../../lib/check/index.js';
import * as nn from '../../../lib/classes.js';
import type { Activation } from '../../../lib/nn/activation.js';
import type { Module } from '../../../lib/nn/module.js';
import { generator, Tensor, torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';
import * as wrong from './wrong.js';
import * as habits from './wrong-habits.js';

torch.manualSeed(11);
const matrix = (): Tensor => torch.randn(2, 3);

function failures(report: Report): string[] {
  return report.verdicts.filter(({ passed }) => !passed).map(({ property }) => property);
}

/** Title, module, the properties that have to fail, and what the first one's message has to say. */
const faults: [string, () => Module, string[], RegExp?, (() => Activation)?][] = [
  [
    'a wrong gradient in a single element',
    () => new wrong.WrongElement(3, 4),
    ['gradient'],
    /^WrongElement\(3 -> 4\)\.backward: gradWeight\[3,2\]: expected -?\d\S*, got -?\d\S*$/,
  ],
  [
    'a wrong gradient in a single element of many',
    () => new wrong.WrongElement(12, 9),
    ['gradient'],
    /gradWeight\[8,2\]: expected/,
    () => torch.randn(2, 12),
  ],
  ['a gradient wrong by 1e-5', () => new wrong.WrongSlope(), ['gradient'], /gradInput\[\d,\d\]/],
  ['an output that changes by itself', () => new wrong.Noisy(), ['gradient', 'repetition'], /could not be judged/],
  [
    'a wrong f″',
    () => new wrong.WrongBend(),
    ['rGradInput', 'Hessian', 'Taylor order of backward', 'Taylor order of the scalar'],
    /^WrongBend\.rBackward: rGradInput\[\d,\d\]/,
  ],
  ['a forgotten Rb', () => new wrong.NoRBias(3, 4), ['rOutput', 'Taylor order of forward'], /rOutput\[\d,\d\]/],
  ['a forgotten Rgy term', () => new wrong.NoRGradOutput(3, 4), ['rGradInput'], /rGradInput\[\d,\d\]/],
  ['a forgotten Rx term', () => new wrong.NoRInput(3, 4), ['rGradParameters', 'symmetry'], /rGradWeight\[\d,\d\]/],
  ['a Hessian that is not symmetric', () => new wrong.Asymmetric(3, 4), ['symmetry'], /vᵀHu against uᵀHv/],
  ['an image that is not linear in v', () => new wrong.Nonlinear(), ['linearity'], /rOutput.* along 0.75u − 1.5v/],
  ['an image that is not zero at zero', () => new wrong.NotZeroAtZero(), ['zero direction'], /along zero tensors/],
  [
    'a product that counts rows where those of several directions are stacked',
    () => new wrong.DividesByRows(3, 4),
    ['several directions'],
    /^DividesByRows\(3 -> 4\)\.rBackward: r\w+\[0\]\[\d,\d\] along x and w/,
  ],
  [
    'a missing rGradOutput taken for nothing to do',
    () => new wrong.LazyWithoutRGradOutput(),
    ['structural zeros', 'rGradInput'],
  ],
  [
    'a structural zero that hides its neighbour',
    () => new wrong.ForgetsBesideZero(),
    ['structural zeros'],
    /without R of input\[0\]/,
    () => [matrix(), matrix()],
  ],
  ['an R pass that throws', () => new wrong.ThrowsUnderR(), ['rGradInput', 'symmetry', 'clone'], /not written yet/],
  [
    "the rop branch's fault: rForward overwrites gradInput",
    () => new wrong.OverwritesGradInput(),
    ['R pass changes nothing else'],
    /rForward changed module\.gradInput\[0,0\]: expected/,
  ],
  [
    "the rop branch's fault between layers",
    () =>
      new nn.Sequential()
        .add(new nn.Linear(3, 3))
        .add(new wrong.OverwritesGradInput())
        .add(new nn.Linear(3, 3))
        .add(new wrong.OverwritesGradInput()),
    ['R pass changes nothing else', 'rGradParameters', 'symmetry'],
    /module\.modules\[1\]\.gradInput/,
  ],
  [
    'a mask redrawn in rForward',
    () => new wrong.RedrawsMask(0.5),
    ['R pass changes nothing else', 'rOutput'],
    /drew random|noise/,
  ],
  [
    'a running statistic touched by the R pass',
    () => new wrong.MovesStatistics(),
    ['R pass changes nothing else'],
    /runningMean\[0\]/,
  ],
  [
    'a statistic with a gradient, whose v is read',
    () => new wrong.NoStatistics(3, 4),
    ['gradient', 'rOutput'],
    /gradWeight\[1,\d\]: expected 0, got/,
  ],
  ['a v that the R pass changes', () => new wrong.ScalesV(3, 4), ['R pass changes nothing else'], /v\[0\]/],
  [
    'a backward that overwrites gradOutput',
    () => new wrong.OverwritesGradOutput(),
    ['forward and backward change results only'],
    /backward changed gradOutput/,
  ],
  ['R passes that add up', () => new habits.KeepsAdding(), ['repetition', 'rOutput']],
  [
    'a cache made for the first size',
    () => new habits.RemembersRows(3, 4),
    ['other sizes in between'],
    /of a smaller batch/,
  ],
  ['strides that are ignored', () => new habits.IgnoresStrides(), ['memory layout'], /arguments/],
  ['a stride of zero taken for one row', () => new habits.IgnoresStrideZero(), ['expanded gradOutput'], /expanded/],
  ['a new output at every step', () => new habits.AllocatesOutput(), ['buffers'], /module\.output/],
  [
    'a temporary at every step',
    () => new habits.AllocatesTemporary(),
    ['buffers'],
    /allocated by two steps.*: expected 0, got 2/,
  ],
  ['an output that moves', () => new habits.MovesOutput(), ['buffers'], /module\.output/],
  [
    'a gradient that is overwritten',
    () => new habits.Overwrites(3, 4),
    ['accumulation', 'scale'],
    /gradWeight.* after backward twice/,
  ],
  [
    'an Hv that is overwritten',
    () => new habits.OverwritesR(3, 4),
    ['accumulation', 'scale'],
    /rGradWeight.* after rBackward twice/,
  ],
  ['a scale that is ignored', () => new habits.IgnoresScale(3, 4), ['scale'], /of backward with scale/],
  ['a scale that is ignored under R', () => new habits.IgnoresRScale(3, 4), ['scale'], /of rBackward with scale/],
  [
    'zeroGradParameters that zeroes Hv too',
    () => new habits.ZeroesBoth(3, 4),
    ['zeroing'],
    /rGrad.* after zeroGradParameters: expected 3.5, got 0/,
  ],
  [
    'zeroRGradParameters that leaves the bias',
    () => new habits.ZeroesWeightOnly(3, 4),
    ['zeroing'],
    /rGradBias\[0\] after zeroR.*got 3.5/,
  ],
  [
    'a clone that shares memory',
    () => new habits.SharesOnClone(3, 4),
    ['clone'],
    /memory of its own in module\.weight/,
  ],
  ['a clone that is not equal', () => new habits.ForgetsOnClone(3, 4), ['clone'], /of the clone/],
  ['a part that is in no file', habits.outOfFile, ['file'], /^Tanh\.file: .* from a file/],
  ['a type that changes values', () => new habits.LosesWeightAsFloat(3, 4), ['type'], /in float|in double/],
  ['a clearState that clears parameters', () => new habits.ClearsWeight(3, 4), ['clearState'], /after clearState/],
  ['rBackward in any order', () => new habits.AnyOrder(), ['order of calls'], /rBackward before/],
  ['any shape of gradOutput', () => new habits.AnyShape(), ['order of calls'], /another gradOutput shape/],
  [
    'parameters skipped with the input gradient',
    () => new habits.SkipsTooMuch().add(new nn.Linear(3, 2)).add(new nn.Tanh()).add(new nn.Linear(2, 2)),
    ['skipped input gradient'],
    /modules\[0\]\.grad(Weight|Bias)/,
  ],
];

for (const [title, make, expected, message, input = matrix] of faults) {
  test(`checkModule catches ${title}`, () => {
    const report = checkModule(make(), input());
    assert.not(report.passed);
    const failed = failures(report);
    for (const property of expected) assert.ok(failed.includes(property), `${property} should fail:\n${report}`);
    if (message) assert.match(report.verdicts.find(({ property }) => property === expected[0])?.message ?? '', message);
  });
}

test('the faults together exercise every property that checkModule reports', () => {
  const covered = new Set(faults.flatMap(([, , expected]) => expected));
  const reported = checkModule(new nn.Linear(3, 4), matrix()).verdicts.map(({ property }) => property);
  assert.equal(
    reported.filter((property) => !covered.has(property)),
    [],
  );
});

const sound: [string, () => Module, () => Activation][] = [
  ['Linear', () => new nn.Linear(3, 4), matrix],
  ['Linear of one vector', () => new nn.Linear(3, 4), () => torch.randn(3)],
  ['Linear beyond the size of element-by-element checks', () => new nn.Linear(30, 20), () => torch.randn(4, 30)],
  ['Tanh', () => new nn.Tanh(), matrix],
  ['LogSoftMax', () => new nn.LogSoftMax(), matrix],
  ['ReLU, which has a kink', () => new nn.ReLU(), () => torch.randn(5, 6)],
  ['Dropout in training', () => new nn.Dropout(0.4), () => torch.randn(4, 5)],
  ['a nested table', () => new nn.Identity(), () => [matrix(), [torch.randn(2), matrix()]]],
  [
    'a network of two hidden layers',
    () => new nn.Sequential().add(new nn.Linear(3, 3)).add(new nn.Tanh()).add(new nn.Linear(3, 2)).add(new nn.Tanh()),
    matrix,
  ],
];

for (const [title, make, input] of sound) {
  test(`checkModule passes ${title}`, () => {
    const report = checkModule(make(), input());
    assert.ok(report.passed, report.toString());
  });
}

test('an input beside a kink is judged with smaller steps', () => {
  const report = checkModule(new nn.ReLU(), Tensor.from('Double', [1e-4, -3e-5, 1, -2]));
  assert.ok(report.passed, report.toString());
});

test('an input at a kink is not judged, and when nothing can be judged the check fails', () => {
  const report = checkModule(new nn.ReLU(), Tensor.from('Double', [0, 0, 0, 0]));
  const gradient = report.verdicts.find(({ property }) => property === 'gradient');
  assert.is(gradient?.passed, false);
  assert.is(gradient?.message, 'ReLU.backward: 4 of 4 elements could not be judged: differences do not converge');
  const half = checkModule(new nn.ReLU(), Tensor.from('Double', [0, 1, -2, 3]));
  assert.ok(half.verdicts[0].passed, half.toString());
  assert.match(half.verdicts[0].message, /1 of 4 skipped at kinks/);
});

test('parameters, gradients, Hv and the default generator are left as found', () => {
  const module = new nn.Linear(3, 4);
  for (const list of module.parameters()) for (const tensor of list) tensor.normal();
  const before = module.parameters().map((list) => list.map((tensor) => tensor.toArray()));
  const input = matrix();
  const values = input.toArray();
  const state = generator.getRNGState();
  checkModule(module, input);
  assert.equal(
    module.parameters().map((list) => list.map((tensor) => tensor.toArray())),
    before,
  );
  assert.equal(input.toArray(), values);
  assert.equal(generator.getRNGState(), state);
});

test('the same seed gives the same figures, another seed others', () => {
  const module = new nn.Linear(3, 4);
  const input = matrix();
  const figures = (seed: number): number[] => checkModule(module, input, { seed }).verdicts.map(({ error }) => error);
  assert.equal(figures(5), figures(5));
  assert.not.equal(figures(5), figures(6));
});

test('a module of floats is refused', () => {
  fails(
    () => checkModule(new nn.Linear(3, 4).float(), matrix().float()),
    TypeError,
    'checkModule: expected Linear(3 -> 4) of type Double, got torch.FloatTensor; check it in double',
  );
});

test('a wrong input is an error of the caller, not a verdict', () => {
  fails(
    () => checkModule(new nn.Linear(3, 4), torch.randn(2, 5)),
    RangeError,
    'Linear(3 -> 4).forward: expected input (N × 3) or (3), got (2 × 5)',
  );
});

test.run();
