/** @file BilinearMap: all six methods out of B(w, x) and its two adjoints. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../../lib/nn.js';
import { Tensor, torch } from '../../../lib/tensor/index.js';
import { gradientOf, hessianOf, hvOf, jacobianByDifferences, lossOf, times } from '../../differences.js';
import { nearNumbers } from '../../golden.js';

/** B(w, x) = w ∘ x in every row, with a bias. Counts what is called. */
class Scale extends nn.BilinearMap {
  calls = { product: 0, adjointInput: 0, adjointWeight: 0 };

  constructor(n: number, bias: boolean) {
    super();
    this.makeParameter('weight', n);
    this.weight?.normal();
    if (bias) this.makeParameter('bias', n);
  }

  protected override resizeOutput(x: Tensor, y: Tensor): void {
    if (x.dim() !== 2) throw this.wrongShape('forward', 'input (N × n)', x);
    y.resizeAs(x);
  }

  protected override product(w: Tensor, x: Tensor, y: Tensor, accumulate: boolean): void {
    this.calls.product++;
    if (!accumulate) y.zero();
    y.addcmul(x, w.view(1, -1).expandAs(x));
  }

  protected override adjointInput(w: Tensor, g: Tensor, gx: Tensor, accumulate: boolean): void {
    this.calls.adjointInput++;
    if (!accumulate) gx.zero();
    gx.addcmul(g, w.view(1, -1).expandAs(g));
  }

  protected override adjointWeight(x: Tensor, g: Tensor, gw: Tensor, scale: number): void {
    this.calls.adjointWeight++;
    gw.add(scale, x.clone().cmul(g).sum(0).view(-1));
  }
}

function counts(scale: Scale, work: () => unknown): number[] {
  Object.assign(scale.calls, { product: 0, adjointInput: 0, adjointWeight: 0 });
  work();
  return Object.values(scale.calls);
}

for (const bias of [true, false]) {
  test(`gradient and Hv ${bias ? 'with' : 'without'} a bias are those of differences`, () => {
    torch.manualSeed(5);
    const model = nn
      .Sequential()
      .add(new Scale(3, bias))
      .add(nn.Tanh())
      .add(new Scale(3, bias))
      .add(nn.Tanh())
      .add(new Scale(3, bias));
    const [x, t, criterion] = [torch.randn(4, 3), torch.randn(4, 3), nn.MSECriterion()];
    const [w] = model.getParameters();
    w.normal();
    const numeric = jacobianByDifferences(() => [lossOf(model, criterion, x, t)], w).map(([slope]) => slope);
    nearNumbers(gradientOf(model, criterion, x, t), numeric, 1e-9, 'gradient');
    const v = torch.randn(w.nElement());
    nearNumbers(hvOf(model, criterion, x, t, v), times(hessianOf(model, criterion, x, t), v), 1e-8, 'Hv');
  });
}

test('terms with a structural zero are not computed', () => {
  const scale = new Scale(3, true);
  const x = torch.randn(4, 3);
  scale.forward(x);
  scale.backward(x, x);
  assert.equal(
    counts(scale, () => scale.updateROutput(x, undefined)),
    [1, 0, 0],
  );
  assert.equal(
    counts(scale, () => scale.updateROutput(x, x)),
    [2, 0, 0],
  );
  assert.equal(
    counts(scale, () => scale.updateRGradInput(x, x, x, undefined)),
    [0, 1, 0],
  );
  assert.equal(
    counts(scale, () => scale.updateRGradInput(x, x, x, x)),
    [0, 2, 0],
  );
  assert.equal(
    counts(scale, () => scale.accRGradParameters(x, undefined, x, undefined)),
    [0, 0, 0],
  );
  assert.equal(
    counts(scale, () => scale.accRGradParameters(x, x, x, undefined)),
    [0, 0, 1],
  );
  assert.equal(
    counts(scale, () => scale.accRGradParameters(x, x, x, x)),
    [0, 0, 2],
  );
});

test('a bias alone has an image that no input moves', () => {
  const add = nn.Add(2);
  const x = torch.randn(3, 2);
  add.forward(x);
  add.backward(x, x);
  add.rBias?.copy(Tensor.from('Double', [1, 2]));
  assert.equal((add.rForward(x) as Tensor).toArray(), [1, 2, 1, 2, 1, 2]);
  assert.is(add.updateRGradInput(x, undefined, x, undefined), undefined);
});

test('shapes that the class refuses carry its name', () => {
  assert.throws(
    () => new Scale(3, true).forward(torch.randn(3)),
    /^Scale\.forward: expected input \(N × n\), got \(3\)$/,
  );
});

test.run();
