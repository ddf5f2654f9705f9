/** @file The first module that made a value which is not finite. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Vector } from '../../../lib/kernels/index.js';
import { firstNonFinite } from '../../../lib/nn/non-finite.js';
import { nn } from '../../../lib/nn.js';
import { Tensor, torch } from '../../../lib/tensor/index.js';

class Exp extends nn.Elementwise {
  protected override f(n: number, x: Vector, xo: number, y: Vector): void {
    for (let i = 0; i < n; i++) y[i] = Math.exp(x[xo + i]);
  }

  protected override df(n: number, _x: Vector, _xo: number, y: Vector, d: Vector): void {
    for (let i = 0; i < n; i++) d[i] = y[i];
  }

  protected override ddf(n: number, _x: Vector, _xo: number, y: Vector, d: Vector): void {
    for (let i = 0; i < n; i++) d[i] = y[i];
  }
}

const large = Tensor.from('Double', [1e3, 1]);

test('a finite pass has no origin', () => {
  const model = nn.Sequential().add(new Exp()).add(nn.Linear(2, 2));
  const x = torch.ones(2);
  model.forward(x);
  assert.is(firstNonFinite(model, x), undefined);
});

test('large values whose sum overflows are finite', () => {
  const x = Tensor.from('Double', [1e308, 1e308]);
  const model = nn.Identity();
  model.forward(x);
  assert.is(firstNonFinite(model, x), undefined);
});

test('the input, a parameter or an output is named, whichever is first', () => {
  const model = nn
    .Sequential()
    .add(nn.Linear(2, 2))
    .add(nn.Sequential().add(nn.Tanh()).add(nn.Linear(2, 2)));
  const bad = Tensor.from('Double', [Number.NaN, 1]);
  model.forward(bad);
  assert.is(firstNonFinite(model, bad), 'the input');
  const last = model.findModules(nn.Linear)[1];
  last.bias?.set(1, Number.POSITIVE_INFINITY);
  const x = torch.ones(2);
  model.forward(x);
  assert.is(
    firstNonFinite(model, x),
    'a parameter of module 1 (Linear(2 -> 2)) of Sequential, in module 1 (Sequential) of Sequential',
  );
});

test('an output is named with the way to its module', () => {
  const model = nn.Sequential().add(nn.Identity()).add(nn.Sequential().add(new Exp())).add(nn.Sigmoid());
  model.forward(large);
  assert.is(
    firstNonFinite(model, large),
    'the output of module 0 (Exp) of Sequential, in module 1 (Sequential) of Sequential',
  );
  const alone = new Exp();
  alone.forward(large);
  assert.is(firstNonFinite(alone, large), 'the output of Exp');
});

test.run();
