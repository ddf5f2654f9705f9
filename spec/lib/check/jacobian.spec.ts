/** @file nn.Jacobian and nn.SparseJacobian: small for modules that are right, and large for one wrong module for each test. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../../lib/nn.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';

const { Jacobian, SparseJacobian } = nn;

type Sequential = InstanceType<typeof nn.Sequential>;
type Linear = InstanceType<typeof nn.Linear>;

function mlp(): Sequential {
  torch.manualSeed(5);
  return nn
    .Sequential()
    .add(nn.Linear(3, 4))
    .add(nn.Tanh())
    .add(nn.Linear(4, 4))
    .add(nn.Sigmoid())
    .add(nn.Linear(4, 2));
}

const small = (error: number): void => assert.ok(error < 1e-8, `expected an error below 1e-8, got ${error}`);
const large = (error: number): void => assert.ok(error > 1e-3, `expected an error above 1e-3, got ${error}`);

test('the Jacobian of an affine map, both ways', () => {
  const layer = nn.Linear(2, 2);
  layer.weight.copy(torch.Tensor([1, 2, 3, 4]));
  const x = torch.Tensor([5, 6]);
  const backward = Jacobian.backward(layer, x);
  assert.equal(backward.size(), [2, 2]);
  assert.equal(backward.toArray(), [1, 3, 2, 4]);
  assert.equal(
    Jacobian.forward(layer, x)
      .toArray()
      .map((value) => Math.round(1e6 * value) / 1e6),
    [1, 3, 2, 4],
  );
  assert.equal(x.toArray(), [5, 6]);
  const byWeight = [5, 0, 6, 0, 0, 5, 0, 6];
  assert.equal(Jacobian.backward(layer, x, layer.weight, layer.gradWeight).toArray(), byWeight);
  const updated = Jacobian.backwardUpdate(layer, x, layer.weight).toArray();
  assert.equal(
    updated,
    byWeight.map((g, i) => [1, 2, 3, 4][i >> 1] - g),
  );
  assert.equal(layer.weight.toArray(), [1, 2, 3, 4]);
});

test("all of Torch's tests pass for a right module", () => {
  const x = torch.Tensor(2, 3);
  const model = mlp();
  small(Jacobian.testJacobian(model, x));
  const layer = model.get(0) as Linear;
  small(Jacobian.testJacobianParameters(model, x, layer.weight, layer.gradWeight, -1, 1));
  small(Jacobian.testJacobianUpdateParameters(model, x, layer.weight, -1, 1));
  assert.equal(Jacobian.testIO(model, x), [0, 0]);
  const errors = Jacobian.testAllUpdate(layer, x, 'weight', 'gradWeight');
  assert.equal(Object.keys(errors), [
    'accGradParameters',
    'accUpdateGradParameters',
    'accGradParameters [shared]',
    'accUpdateGradParameters [shared]',
  ]);
  for (const error of Object.values(errors)) small(error);
});

test('all tests of images pass for a right module, with table inputs and stochastic modules too', () => {
  const models: [() => Sequential, () => Tensor | Tensor[]][] = [
    [mlp, () => torch.Tensor(2, 3)],
    [() => mlp().add(nn.Dropout(0.5)), () => torch.Tensor(2, 3)],
    [() => nn.Sequential().add(nn.CMulTable()).add(nn.Tanh()), () => [torch.Tensor(3), torch.Tensor(3)]],
  ];
  for (const [make, input] of models) {
    small(Jacobian.testROutput(make(), input()));
    small(Jacobian.testRGradInput(make(), input()));
    small(Jacobian.testHv(make(), input()));
  }
  small(Jacobian.testRGradParameters(mlp(), torch.Tensor(2, 3)));
});

test('parameters, gradients and random numbers are left as they were by tests of images', () => {
  const model = mlp();
  const x = torch.zeros(2, 3);
  const before = model.getParameters().map((flat) => flat.fill(2).toArray());
  torch.manualSeed(1);
  Jacobian.testHv(model, x);
  const after = torch.random();
  torch.manualSeed(1);
  torch.rand(6);
  assert.is(after, torch.random());
  assert.equal(
    model.getParameters().map((flat) => flat.toArray()),
    before,
  );
});

class WrongInput extends nn.Linear {
  override updateGradInput(...args: Parameters<Linear['updateGradInput']>): Tensor {
    return (super.updateGradInput(...args) as Tensor).mul(1.1);
  }
}

class WrongWeight extends nn.Linear {
  override accGradParameters(...[x, gy, scale = 1]: Parameters<Linear['accGradParameters']>): void {
    super.accGradParameters(x, gy, 1.1 * scale);
  }
}

class WrongROutput extends nn.Linear {
  override updateROutput(...args: Parameters<Linear['updateROutput']>): Tensor {
    return (super.updateROutput(...args) as Tensor).mul(1.1);
  }
}

class WrongRGradInput extends nn.Linear {
  override updateRGradInput(...args: Parameters<Linear['updateRGradInput']>): Tensor {
    return (super.updateRGradInput(...args) as Tensor).mul(1.1);
  }
}

class WrongRGradWeight extends nn.Linear {
  override accRGradParameters(...[x, rx, gy, rgy, scale = 1]: Parameters<Linear['accRGradParameters']>): void {
    super.accRGradParameters(x, rx, gy, rgy, 1.1 * scale);
  }
}

test('each test finds the module that is wrong in what it tests', () => {
  const x = torch.Tensor(2, 3);
  large(Jacobian.testJacobian(new WrongInput(3, 2), x));
  const wrong = new WrongWeight(3, 2);
  large(Jacobian.testJacobianParameters(wrong, x, wrong.weight, wrong.gradWeight));
  large(Jacobian.testJacobianUpdateParameters(wrong, x, wrong.weight));
  large(Jacobian.testROutput(new WrongROutput(3, 2), x));
  large(Jacobian.testRGradInput(new WrongRGradInput(3, 2), x));
  large(Jacobian.testRGradParameters(new WrongRGradWeight(3, 2), x));
  for (const Wrong of [WrongROutput, WrongRGradInput, WrongRGradWeight]) large(Jacobian.testHv(new Wrong(3, 2), x));
  class Forgetful extends nn.Linear {
    override accUpdateGradParameters(): void {}
  }
  large(Jacobian.testAllUpdate(new Forgetful(3, 2), x, 'weight', 'gradWeight').accUpdateGradParameters);
  const other = nn.Linear(3, 2);
  const [forward, backward] = Jacobian.testIO(nn.Linear(3, 2), x, -1, 1, () => other);
  large(forward);
  large(backward);
});

test('sparse inputs are differentiated by their values', () => {
  const module = nn.SparseLinear(5, 3, true);
  const x = torch.Tensor([
    [0, 1],
    [4, 1],
    [2, 1],
  ]);
  small(SparseJacobian.testJacobian(module, x));
  assert.equal(x.select(1, 0).toArray(), [0, 4, 2]);
  small(SparseJacobian.testJacobianParameters(module, x, module.weight, module.gradWeight));
  small(SparseJacobian.testJacobianUpdateParameters(module, x, module.weight));
  small(SparseJacobian.testROutput(module, x));
  small(SparseJacobian.testRGradParameters(module, x));
  small(SparseJacobian.testHv(module, x));
  assert.ok(Number.isNaN(SparseJacobian.testRGradInput(module, x)));
  small(SparseJacobian.testJacobian(nn.Linear(3, 2), torch.randn(4, 3)));
});

test('modules of another type than Double are refused', () => {
  fails(
    () => Jacobian.testROutput(nn.Linear(2, 2).float(), torch.FloatTensor(2)),
    TypeError,
    'nn.Jacobian: expected Linear(2 -> 2) of type Double, got torch.FloatTensor; check it in double',
  );
});

test.run();
