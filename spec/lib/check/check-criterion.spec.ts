import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkCriterion } from '../../../lib/check/index.js';
import * as nn from '../../../lib/classes.js';
import type { Criterion, Target } from '../../../lib/nn/criterion.js';
import { Tensor, torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';
import * as wrong from './wrong-losses.js';

torch.manualSeed(12);

const faults: [string, Criterion, string[], RegExp][] = [
  [
    'a wrong gradient',
    new wrong.HalfGradient(),
    ['gradient', 'rOutput'],
    /^HalfGradient\.backward: gradInput\[\d,\d\]: expected/,
  ],
  [
    'a wrong R{E}',
    new wrong.CoarseRForward(),
    ['rOutput', 'Taylor order of forward'],
    /^CoarseRForward\.rForward: rOutput: expected|^CoarseRForward\.rForward: rOutput along/,
  ],
  [
    'a wrong Hessian',
    new wrong.WrongHessian(),
    ['rGradInput', 'Hessian', 'Taylor order of the scalar'],
    /rGradInput\[\d,\d\]/,
  ],
  ['a Hessian that is not symmetric', new wrong.AsymmetricHessian(), ['symmetry'], /vᵀHu/],
  [
    'an R pass that overwrites gradInput',
    new wrong.OverwritesGradient(),
    ['R pass changes nothing else'],
    /criterion\.gradInput/,
  ],
  ['backward before forward', new wrong.CriterionInAnyOrder(), ['order of calls'], /backward before forward/],
  ['a new gradient at every step', new wrong.AllocatesGradient(), ['buffers'], /gradInput/],
];

for (const [title, criterion, expected, message] of faults) {
  test(`checkCriterion catches ${title}`, () => {
    const report = checkCriterion(criterion, torch.randn(2, 3), torch.randn(2, 3));
    const failed = report.verdicts.filter(({ passed }) => !passed);
    for (const property of expected) {
      assert.ok(
        failed.some((verdict) => verdict.property === property),
        `${property} should fail:\n${report}`,
      );
    }
    assert.match(failed.find(({ property }) => property === expected[0])?.message ?? '', message);
  });
}

const sound: [string, Criterion, Tensor, () => Target][] = [
  [
    'BCECriterion near the ends of its domain',
    new nn.BCECriterion(),
    Tensor.from('Double', [0.05, 0.5, 0.95]),
    () => Tensor.from('Double', [0, 1, 0.3]),
  ],
  ['MSECriterion', new nn.MSECriterion(), torch.randn(2, 3), () => torch.randn(2, 3)],
  ['ClassNLLCriterion', new nn.ClassNLLCriterion(), torch.randn(2, 3), () => Tensor.from('Long', [0, 2])],
  ['ClassNLLCriterion of one row', new nn.ClassNLLCriterion(), torch.randn(3), () => 1],
  ['CrossEntropyCriterion', new nn.CrossEntropyCriterion(), torch.randn(4, 3), () => Tensor.from('Long', [0, 2, 1, 1])],
];

for (const [title, criterion, input, target] of sound) {
  test(`checkCriterion passes ${title}`, () => {
    const report = checkCriterion(criterion, input, target());
    assert.ok(report.passed, report.toString());
  });
}

test('a criterion of floats is refused', () => {
  fails(
    () => checkCriterion(new nn.MSECriterion().float(), torch.randn(2).float(), torch.randn(2).float()),
    TypeError,
    'checkCriterion: expected MSECriterion of type Double, got torch.FloatTensor; check it in double',
  );
});

test.run();
