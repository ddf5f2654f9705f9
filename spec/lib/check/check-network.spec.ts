import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkNetwork } from '../../../lib/check/index.js';
import * as nn from '../../../lib/classes.js';
import { Tensor, torch } from '../../../lib/tensor/index.js';
import { OverwritesGradInput } from './wrong.js';
import * as wrong from './wrong-losses.js';

torch.manualSeed(13);
const labels = (): Tensor => Tensor.from('Long', [0, 1]);

/** Two hidden layers. */
function deep(model: nn.Sequential, activation: () => nn.Tanh): nn.Sequential {
  return model
    .add(new nn.Linear(3, 3))
    .add(activation())
    .add(new nn.Linear(3, 3))
    .add(activation())
    .add(new nn.Linear(3, 2));
}

function failing(model: nn.Sequential): Map<string, string> {
  const report = checkNetwork(model, new nn.CrossEntropyCriterion(), torch.randn(2, 3), labels());
  return new Map(report.verdicts.filter(({ passed }) => !passed).map(({ property, message }) => [property, message]));
}

test('checkNetwork passes a network of two hidden layers, and checks its whole Hessian', () => {
  const model = deep(new nn.Sequential(), () => new nn.Tanh());
  const report = checkNetwork(model, new nn.CrossEntropyCriterion(), torch.randn(2, 3), labels());
  assert.ok(report.passed, report.toString());
  assert.ok(report.verdicts.some(({ property }) => property === 'Hessian'));
});

test("checkNetwork finds the rop branch's fault in Hv itself", () => {
  const failed = failing(deep(new nn.Sequential(), () => new OverwritesGradInput()));
  for (const property of [
    'R pass changes nothing else',
    'rGradParameters',
    'Hessian',
    'symmetry',
    'Taylor order of the scalar',
  ]) {
    assert.ok(failed.has(property), property);
  }
  assert.match(
    failed.get('rGradParameters') ?? '',
    /^Sequential with CrossEntropyCriterion\.rBackward: modules\[\d\]\.rGrad/,
  );
});

test('checkNetwork catches a layer without Hv', () => {
  const failed = failing(deep(new wrong.ForgetsFirstLayer(), () => new nn.Tanh()));
  assert.match(failed.get('rGradParameters') ?? '', /modules\[0\]\.rGrad\w+\[[\d,]+\].*got 0/);
});

test('checkNetwork catches flat parameters that are not the same again', () => {
  const failed = failing(deep(new wrong.NewFlatParameters(), () => new nn.Tanh()));
  assert.equal([...failed.keys()], ['flat parameters']);
});

test('parameters shared by clone appear once, and their gradients are sums', () => {
  const layer = new nn.Linear(3, 3);
  const model = new nn.Sequential()
    .add(layer)
    .add(new nn.Tanh())
    .add(layer.clone('weight', 'bias', 'gradWeight', 'gradBias'))
    .add(new nn.Tanh());
  const report = checkNetwork(model, new nn.MSECriterion(), torch.randn(2, 3), torch.randn(2, 3));
  assert.ok(report.passed, report.toString());
  assert.is(model.getParameters()[0].nElement(), 12);
});

test('weights that are shared without their gradients are still one parameter', () => {
  const layer = new nn.Linear(3, 3);
  const model = new nn.Sequential().add(layer).add(new nn.Tanh()).add(layer.clone('weight', 'bias')).add(new nn.Tanh());
  const report = checkNetwork(model, new nn.MSECriterion(), torch.randn(2, 3), torch.randn(2, 3));
  assert.ok(report.passed, report.toString());
});

test.run();
