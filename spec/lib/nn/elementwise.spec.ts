/** @file Elementwise: all six methods out of three functions. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Vector } from '../../../lib/kernels/index.js';
import { nn } from '../../../lib/nn.js';
import { Tensor, torch } from '../../../lib/tensor/index.js';

/** f = x², and how often f′ and f″ were computed. */
class Square extends nn.Elementwise {
  slopes = 0;
  bends = 0;

  protected override f(n: number, x: Vector, xo: number, y: Vector): void {
    for (let i = 0; i < n; i++) y[i] = x[xo + i] ** 2;
  }

  protected override df(n: number, x: Vector, xo: number, _y: Vector, d: Vector): void {
    this.slopes++;
    for (let i = 0; i < n; i++) d[i] = 2 * x[xo + i];
  }

  protected override ddf(n: number, _x: Vector, _xo: number, _y: Vector, d: Vector): void {
    this.bends++;
    for (let i = 0; i < n; i++) d[i] = 2;
  }
}

/** f = 3x: no f″. */
class Triple extends nn.Elementwise {
  protected override f(n: number, x: Vector, xo: number, y: Vector): void {
    for (let i = 0; i < n; i++) y[i] = 3 * x[xo + i];
  }

  protected override df(n: number, _x: Vector, _xo: number, _y: Vector, d: Vector): void {
    for (let i = 0; i < n; i++) d[i] = 3;
  }
}

const vector = (...values: number[]): Tensor => Tensor.from('Double', values);
const x = vector(1, -2, 3);
const gy = vector(1, 10, 100);
const rx = vector(1, 1, -1);
const rgy = vector(0, 1, 2);

const numbers = (y: unknown): number[] => (y as Tensor).toArray();

test('the six results are those computed by hand', () => {
  const square = new Square();
  assert.equal(numbers(square.forward(x)), [1, 4, 9]);
  assert.equal(numbers(square.backward(x, gy)), [2, -40, 600]);
  assert.equal(numbers(square.rForward(x, rx)), [2, -4, -6]);
  // f′ Rgy + f″ Rx gy
  assert.equal(numbers(square.rBackward(x, rx, gy, rgy)), [0 + 2, -4 + 20, 12 - 200]);
  assert.equal(numbers(square.rBackward(x, undefined, gy, rgy)), [0, -4, 12]);
  assert.equal(numbers(square.rBackward(x, rx, gy, undefined)), [2, 20, -200]);
});

test('what depends on the point alone is computed once at it', () => {
  const square = new Square();
  for (let point = 1; point <= 2; point++) {
    square.forward(x);
    square.backward(x, gy);
    for (let i = 0; i < 5; i++) {
      square.rForward(x, rx);
      square.rBackward(x, rx, gy, rgy);
    }
    assert.equal([square.slopes, square.bends], [point, point]);
  }
});

test('without f″ an R pass of zeros is a structural zero', () => {
  const triple = new Triple();
  triple.forward(x);
  triple.backward(x, gy);
  assert.equal(numbers(triple.updateROutput(x, rx)), [3, 3, -3]);
  assert.is(triple.updateRGradInput(x, rx, gy, undefined), undefined);
  assert.is(triple.updateROutput(x, undefined), undefined);
  assert.equal(numbers(triple.updateRGradInput(x, rx, gy, rgy)), [0, 3, 6]);
});

test('a class without f′ is refused when that is needed', () => {
  class Bare extends nn.Elementwise {
    protected override f(n: number, x: Vector, xo: number, y: Vector): void {
      for (let i = 0; i < n; i++) y[i] = x[xo + i];
    }
  }
  const module = new Bare();
  module.forward(x);
  assert.throws(
    () => module.backward(x, x),
    (error: Error) => error.message === 'Bare: expected df, or timesSlope, got neither',
  );
});

test('operands may be strided and shapes any', () => {
  const square = new Square();
  const wide = torch.randn(3, 4);
  const [a, b, c] = [wide.t(), torch.randn(3, 4).t(), torch.randn(4, 6).narrow(1, 1, 3)];
  const expected = a.clone().cmul(a);
  assert.equal(numbers(square.forward(a)), numbers(expected));
  assert.equal((square.backward(a, b) as Tensor).size(), [4, 3]);
  assert.equal(numbers(square.gradInput), numbers(a.clone().mul(2).cmul(b.clone())));
  assert.equal(numbers(square.rForward(a, c)), numbers(a.clone().mul(2).cmul(c.clone())));
});

test.run();
