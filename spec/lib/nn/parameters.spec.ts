/** @file Parameters: four flat tensors of one layout, and fields that share memory. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Criterion, Target } from '../../../lib/nn/criterion.js';
import type { Module } from '../../../lib/nn/module.js';
import { nn } from '../../../lib/nn.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import { gradientOf, hessianOf, hvOf, jacobianByDifferences, lossOf, times } from '../../differences.js';
import { nearNumbers } from '../../golden.js';

type Linear = InstanceType<typeof nn.Linear>;

const names = ['weight', 'bias'];
const gradNames = ['gradWeight', 'gradBias'];

function mlp(): InstanceType<typeof nn.Sequential> {
  return nn
    .Sequential()
    .add(nn.Linear(3, 4))
    .add(nn.Tanh())
    .add(nn.Linear(4, 4))
    .add(nn.Sigmoid())
    .add(nn.Linear(4, 2));
}

/** Whether the fields of every parameter are views of the flat tensors, in order, without a gap. */
function laidOut(model: Module): void {
  const flat = model.getParameters();
  model.parameters().forEach((fields, k) => {
    let offset = flat[k].storageOffset();
    for (const field of fields) {
      assert.is(field.storage(), flat[k].storage());
      assert.is(field.storageOffset(), offset);
      offset += field.nElement();
    }
    assert.is(offset, flat[k].storageOffset() + flat[k].nElement());
  });
}

function sameFour(model: Module): void {
  const [first, again] = [model.getParameters(), model.getParameters()];
  assert.ok(first.every((x, k) => x === again[k]));
}

test('getParameters moves every field into four flat tensors without changing a value', () => {
  const model = mlp();
  model.parameters().forEach((list, k) => {
    for (const [i, x] of list.entries()) x.fill(10 * k + i);
  });
  const values = model.parameters().map((list) => list.flatMap((x) => x.toArray()));
  const flat = model.getParameters();
  assert.equal(
    flat.map((x) => x.toArray()),
    values,
  );
  assert.equal(
    flat.map((x) => x.size()),
    new Array(4).fill([3 * 4 + 4 + 4 * 4 + 4 + 4 * 2 + 2]),
  );
  laidOut(model);
  flat[0].fill(7);
  assert.is((model.get(4) as Linear).bias?.get(1), 7);
});

test('getParameters gives the same four again, after clone and change of type too', () => {
  const model = mlp();
  const flat = model.getParameters();
  sameFour(model);
  const copy = model.clone();
  sameFour(copy);
  laidOut(copy);
  assert.is.not(copy.getParameters()[0].storage(), flat[0].storage());
  model.float();
  assert.ok(model.getParameters().every((x, k) => x === flat[k]));
  assert.is(flat[0].type(), 'torch.FloatTensor');
  laidOut(model);
  model.clearState();
  assert.is(model.getParameters()[0], flat[0]);
});

test('a module added later makes new flat tensors, with the old values first', () => {
  const model = mlp();
  const [w] = model.getParameters();
  const before = w.toArray();
  model.add(nn.Linear(2, 2));
  const [longer] = model.getParameters();
  assert.is(longer.nElement(), w.nElement() + 6);
  assert.equal(longer.toArray().slice(0, before.length), before);
  laidOut(model);
  sameFour(model);
});

test('a part of a model gives its range of the flat tensors and detaches nothing', () => {
  const model = mlp();
  const [w] = model.getParameters();
  const part = model.get(2).getParameters();
  assert.is(part[0].storage(), w.storage());
  assert.is(part[0].storageOffset(), 16);
  assert.is(part[0].nElement(), 20);
  sameFour(model.get(2));
  assert.is(model.getParameters()[0], w);
});

test('without parameters the flat tensors are empty', () => {
  for (const model of [nn.Tanh(), nn.Sequential(), nn.Sequential().add(nn.Tanh())]) {
    assert.equal(
      model.getParameters().map((x) => x.nElement()),
      [0, 0, 0, 0],
    );
    sameFour(model);
    model.zeroGradParameters();
    model.updateParameters(0.1);
  }
  const layer = nn.Linear(3, 2, false);
  assert.equal(
    layer.getParameters().map((x) => x.nElement()),
    [6, 6, 6, 6],
  );
  laidOut(layer);
});

interface Shared {
  model: Module;
  /** Elements with shared ones once. */
  size: number;
}

const ways: Record<string, () => Shared> = {
  'clone(weight, bias)': () => {
    const layer = nn.Linear(4, 4);
    return { model: around(layer, layer.clone(...names)), size: 16 + 20 + 10 };
  },
  'clone(weight, bias, gradWeight, gradBias)': () => {
    const layer = nn.Linear(4, 4);
    return { model: around(layer, layer.clone(...names, ...gradNames)), size: 16 + 20 + 10 };
  },
  'share(weight)': () => {
    const layer = nn.Linear(4, 4);
    return { model: around(layer, nn.Linear(4, 4).share(layer, 'weight')), size: 16 + 20 + 4 + 10 };
  },
  'a transposed weight': () => {
    const layer = nn.Linear(4, 4);
    const back = nn.Linear(4, 4);
    back.weight.set(layer.weight.t());
    return { model: around(layer, back), size: 16 + 20 + 4 + 10 };
  },
};

/** Two hidden layers with the same parameters. */
function around(first: Module, second: Module): Module {
  return nn
    .Sequential()
    .add(nn.Linear(3, 4))
    .add(nn.Tanh())
    .add(nn.Sequential().add(first).add(nn.Sigmoid()))
    .add(second)
    .add(nn.Tanh())
    .add(nn.Linear(4, 2));
}

for (const [way, make] of Object.entries(ways)) {
  const problem = (): [Module, Criterion, Tensor, Target, number] => {
    torch.manualSeed(3);
    const { model, size } = make();
    return [model, nn.MSECriterion(), torch.randn(5, 3), torch.randn(5, 2), size];
  };

  test(`parameters shared by ${way} appear once, and their gradients and Hv add up`, () => {
    const [model, criterion, x, t, size] = problem();
    const [w] = model.getParameters();
    assert.is(w.nElement(), size);
    sameFour(model);
    const numeric = jacobianByDifferences(() => [lossOf(model, criterion, x, t)], w).map(([slope]) => slope);
    nearNumbers(gradientOf(model, criterion, x, t), numeric, 1e-9, 'gradient');
    const v = torch.randn(size);
    nearNumbers(hvOf(model, criterion, x, t, v), times(hessianOf(model, criterion, x, t), v), 1e-8, 'Hv');
  });

  test(`updateParameters steps once for what is shared by ${way}, flat or not`, () => {
    const [flat, criterion, x, t] = problem();
    const [w, g] = flat.getParameters();
    gradientOf(flat, criterion, x, t);
    const expected = w.clone().add(-0.1, g);
    const [loose] = problem();
    const y = loose.forward(x);
    criterion.forward(y, t);
    loose.backward(x, criterion.backward(y, t));
    for (const model of [flat, loose]) model.updateParameters(0.1);
    assert.ok(w.clone().csub(expected).norm() < 1e-14);
    assert.ok(loose.getParameters()[0].csub(expected).norm() < 1e-14);
  });

  test(`what is shared by ${way} stays so in a clone`, () => {
    const [model, criterion, x, t, size] = problem();
    const copy = model.clone();
    assert.is(copy.getParameters()[0].nElement(), size);
    nearNumbers(gradientOf(copy, criterion, x, t), gradientOf(model, criterion, x, t), 1e-14, 'gradient');
  });
}

test('the gradient of shared parameters is the sum over both uses', () => {
  const first = nn.Linear(4, 4);
  const second = first.clone(...names);
  const model = around(first, second);
  const apart = model.clone();
  (apart.children()[3] as Linear).share(nn.Linear(4, 4), ...names, ...gradNames);
  (apart.children()[3] as Linear).weight.copy(first.weight);
  (apart.children()[3] as Linear).bias?.copy(first.bias as Tensor);
  const [x, t, criterion] = [torch.randn(5, 3), torch.randn(5, 2), nn.MSECriterion()];
  gradientOf(apart, criterion, x, t);
  const [one, two] = apart.findModules(nn.Linear).slice(1, 3);
  const expected = one.gradWeight.clone().add(two.gradWeight);
  gradientOf(model, criterion, x, t);
  assert.ok(first.gradWeight.clone().csub(expected).norm() < 1e-14);
  assert.is(first.gradWeight.storageOffset(), second.gradWeight.storageOffset());
});

test('gradients that were collected apart are added when they become one', () => {
  const first = nn.Linear(2, 2, false);
  const second = first.clone('weight');
  first.gradWeight.fill(1);
  second.gradWeight.fill(2);
  nn.Sequential().add(first).add(second).getParameters();
  assert.equal(first.gradWeight.toArray(), [3, 3, 3, 3]);
  assert.equal(second.gradWeight.toArray(), [3, 3, 3, 3]);
});

test('share goes through modules of one structure', () => {
  const [a, b] = [mlp(), mlp()];
  assert.is(b.share(a, 'weight'), b);
  a.parameters()[0].forEach((w, i) => {
    w.fill(i);
    const other = b.parameters()[0][i];
    assert.is(other.storage() === w.storage(), w.dim() === 2);
    assert.is(b.parameters()[2][i].storage() === a.parameters()[2][i].storage(), w.dim() === 2);
    assert.is.not(b.parameters()[1][i].storage(), a.parameters()[1][i].storage());
  });
  assert.throws(
    () => b.share(nn.Sequential().add(nn.Tanh()), 'weight'),
    /^Sequential\.share: expected 5 modules inside, got Sequential with 1$/,
  );
});

test('parameters that share a part of their memory are refused', () => {
  const message = (got: string): string =>
    `Sequential.getParameters: expected parameters to be shared whole, got ${got} over a part of another`;
  const cases: [(big: Linear, small: Linear) => Tensor, string][] = [
    [(big) => big.weight.narrow(0, 0, 2), 'DoubleTensor(2 × 4)'],
    [(big) => big.weight.narrow(0, 1, 2), 'DoubleTensor(2 × 4)'],
  ];
  for (const [part, got] of cases) {
    const big = nn.Linear(4, 4, false);
    const small = nn.Linear(4, 2, false);
    small.weight.set(part(big, small));
    const model = nn.Sequential().add(big).add(small);
    assert.throws(
      () => model.getParameters(),
      (error: Error) => error instanceof RangeError && error.message === message(got),
    );
  }
});

test('columns of one matrix are parameters apart', () => {
  const matrix = torch.randn(3, 4);
  const [left, right] = [nn.Linear(2, 3, false), nn.Linear(2, 3, false)];
  left.weight.set(matrix.narrow(1, 0, 2));
  right.weight.set(matrix.narrow(1, 2, 2));
  const model = nn.ParallelTable().add(left).add(right);
  assert.is(model.getParameters()[0].nElement(), 12);
  assert.equal(left.weight.toArray(), matrix.narrow(1, 0, 2).toArray());
  assert.equal(right.weight.toArray(), matrix.narrow(1, 2, 2).toArray());
  laidOut(model);
});

test('a parameter with gaps is refused, and left where it is', () => {
  const layer = nn.Linear(2, 3);
  const column = torch.randn(3, 2).select(1, 1);
  layer.bias?.set(column);
  assert.throws(
    () => layer.getParameters(),
    (error: Error) =>
      error.message === `Linear(2 -> 3).getParameters: expected parameters without gaps, got ${column.describe()}`,
  );
  assert.is(layer.bias?.storage(), column.storage());
});

test('Module.flatten makes views of one tensor, shared memory once', () => {
  const [a, b] = [torch.Tensor([1, 2]), torch.Tensor([3])];
  const twin = torch.Tensor().set(a);
  const flat = nn.Module.flatten([a, b, twin]);
  assert.equal(flat.toArray(), [1, 2, 3]);
  flat.fill(7);
  assert.equal(
    [a, b, twin].map((x) => x.toArray()),
    [[7, 7], [7], [7, 7]],
  );
  assert.is(nn.Module.flatten([]).nElement(), 0);
});

test('a parameter without its gradient is refused', () => {
  const layer = nn.Linear(2, 2);
  (layer as { gradWeight?: Tensor }).gradWeight = undefined;
  assert.throws(
    () => layer.parameters(),
    /^Linear\(2 -> 2\)\.parameters: expected a tensor in field gradWeight, got nothing$/,
  );
});

test.run();
