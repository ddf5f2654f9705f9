/** @file LinearMap: all six methods out of A and its adjoint. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Activation, entry, type RActivation } from '../../../lib/nn/activation.js';
import { nn } from '../../../lib/nn.js';
import { Tensor, torch } from '../../../lib/tensor/index.js';

const numbers = (y: unknown): number[] => (y as Tensor).toArray();
const vector = (...values: number[]): Tensor => Tensor.from('Double', values);

/** y = 2 (x₀ − x₁) of a table of two. */
class Difference extends nn.LinearMap {
  protected override map(input: Activation, x: RActivation, last: RActivation): Tensor {
    const y = this.reuse(last)
      .resizeAs((input as Tensor[])[0])
      .zero();
    const [a, b] = [entry(x, 0), entry(x, 1)] as (Tensor | undefined)[];
    if (a) y.add(2, a);
    if (b) y.add(-2, b);
    return y;
  }

  protected override adjoint(_input: Activation, g: RActivation, last: RActivation): Tensor[] {
    const [a, b] = [this.reuse(entry(last, 0)), this.reuse(entry(last, 1))];
    return [
      a
        .resizeAs(g as Tensor)
        .copy(g as Tensor)
        .mul(2),
      b
        .resizeAs(g as Tensor)
        .copy(g as Tensor)
        .mul(-2),
    ];
  }
}

/** y is x itself. */
class Same extends nn.LinearMap {
  protected override map(_input: Activation, x: RActivation): Tensor {
    return x as Tensor;
  }

  protected override adjoint(_input: Activation, g: RActivation): Tensor {
    return g as Tensor;
  }
}

test('images are the map of images, and structural zeros stay in tables', () => {
  const module = new Difference();
  const x = [vector(1, 2), vector(5, 5)];
  assert.equal(numbers(module.forward(x)), [-8, -6]);
  const gx = module.backward(x, vector(1, 10)) as Tensor[];
  assert.equal(gx.map(numbers), [
    [2, 20],
    [-2, -20],
  ]);
  assert.equal(numbers(module.rForward(x, [undefined, vector(1, 0)])), [-2, 0]);
  const rgx = module.rBackward(x, undefined, vector(1, 10), vector(0, 1)) as Tensor[];
  assert.equal(rgx.map(numbers), [
    [0, 2],
    [0, -2],
  ]);
  assert.is(module.updateROutput(x, [undefined, undefined]), undefined);
  assert.is(module.updateRGradInput(x, undefined, vector(1, 10), undefined), undefined);
});

test('results in memory of the module are written again, and each method has its own', () => {
  const module = new Difference();
  const x = [torch.randn(3), torch.randn(3)];
  const pass = (): unknown[] => [
    module.forward(x),
    ...(module.backward(x, x[0]) as Tensor[]),
    module.rForward(x, x),
    ...(module.rBackward(x, x, x[0], x[1]) as Tensor[]),
  ];
  const first = pass();
  const again = pass();
  assert.ok(first.every((y, i) => y === again[i]));
  assert.is(new Set(first.map((y) => (y as Tensor).storage())).size, 6);
});

test('a result that is the operand is never written to later', () => {
  const module = new Same();
  const x = vector(1, 2);
  assert.is(module.forward(x), x);
  assert.is(module.backward(x, vector(3, 4)).constructor, Tensor);
  module.rForward(x, x);
  module.rForward(x);
  module.rBackward(x, undefined, x, undefined);
  assert.equal(numbers(x), [1, 2]);
});

test.run();
