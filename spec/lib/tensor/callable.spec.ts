/** @file Callable classes: with and without new, extended, and named whatever a bundler made of them. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../../lib/nn.js';
import { registry } from '../../../lib/registry.js';
import { callable } from '../../../lib/tensor/callable.js';
import { Linear } from '../../../modules/linear.js';

test('a call makes what new makes', () => {
  for (const layer of [nn.Linear(3, 2), new nn.Linear(3, 2)]) {
    assert.instance(layer, nn.Linear);
    assert.instance(layer, Linear);
    assert.instance(layer, nn.Module);
    assert.is(layer.constructor, nn.Linear);
    assert.is(layer.toString(), 'nn.Linear(3 -> 2)');
  }
});

test('a class may be extended, and overrides and names are those of the extension', () => {
  class Doubled extends nn.Linear {
    declare readonly twice: number;

    constructor(n: number) {
      super(n, 2 * n);
      Object.defineProperty(this, 'twice', { value: 2 * n });
    }
  }
  const layer = new Doubled(3);
  assert.instance(layer, Doubled);
  assert.instance(layer, nn.Linear);
  assert.is(layer.twice, 6);
  assert.is(layer.toString(), 'nn.Doubled(3 -> 6)');
  assert.is(layer.clone().constructor, Doubled);
  assert.not.instance(nn.Linear(3, 6), Doubled);
});

test('the name is the key, whatever a bundler called the class', () => {
  const { Shape } = callable({
    Shape: class _a2 {
      side: number;

      constructor(side: number) {
        this.side = side;
      }
    },
  });
  assert.is(Shape.name, 'Shape');
  assert.is(Shape(3).side, 3);
  assert.is(Shape(3).constructor.name, 'Shape');
});

test('every class of nn is named as its key', () => {
  for (const [name, Class] of Object.entries(registry)) assert.is(Class.name, name);
});

test.run();
