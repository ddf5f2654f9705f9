/** @file The torch namespace: constructors of every type, ranges, cat, the default type, what is offered as a function. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../../lib/index.js';
import { Storage, type Tensor, torch } from '../../../lib/tensor/index.js';
import { refusal } from './layouts.js';

test('the default type is Double, may be another, and is what tensors without a type are', () => {
  assert.is(torch.getdefaulttensortype(), 'torch.DoubleTensor');
  try {
    torch.setdefaulttensortype('torch.FloatTensor');
    assert.is(torch.getdefaulttensortype(), 'torch.FloatTensor');
    for (const x of [
      torch.Tensor(2),
      torch.Tensor([1]),
      torch.zeros(2),
      torch.ones(2),
      torch.eye(2),
      torch.range(1, 3),
      torch.linspace(0, 1, 3),
    ]) {
      assert.is(x.type(), 'torch.FloatTensor');
    }
    torch.setdefaulttensortype('torch.ByteTensor');
    assert.is(torch.ones(2).type(), 'torch.ByteTensor');
    const name =
      "torch.type: expected one of Double, Float, Int, Long, Short, Char, Byte, Half, got 'torch.RealTensor'";
    assert.throws(() => torch.setdefaulttensortype('torch.RealTensor'), refusal(TypeError, name));
  } finally {
    torch.setdefaulttensortype('torch.DoubleTensor');
  }
  assert.is(torch.Tensor(2).type(), 'torch.DoubleTensor');
});

test('type, typename, isTensor and isStorage ask what a value is', () => {
  const values = [torch.ByteTensor(), new Storage('Int'), nn.Linear(2, 3), 'x', 2, undefined, null, { typename: 3 }];
  assert.equal(values.map(torch.typename), [
    'torch.ByteTensor',
    'torch.IntStorage',
    'nn.Linear',
    ...Array(5).fill(undefined),
  ]);
  assert.equal(values.map(torch.type), [
    'torch.ByteTensor',
    'torch.IntStorage',
    'nn.Linear',
    'string',
    'number',
    'undefined',
    'object',
    'object',
  ]);
  assert.equal([torch.zeros(1), new Storage('Int'), [1]].map(torch.isTensor), [true, false, false]);
  assert.equal([torch.zeros(1), new Storage('Int'), [1]].map(torch.isStorage), [false, true, false]);
});

test('every function of numbers that a method computes is offered by the namespace as well', () => {
  const own = [
    'exp log log1p tanh sigmoid sin cos sqrt rsqrt cinv abs neg sign floor ceil round trunc mul div pow cmul cdiv cpow cmax',
    'cmin add csub addcmul addcdiv clamp sum mean prod max min norm dot mm mv ger addmm addmv addr',
  ].flatMap((names) => names.split(' '));
  for (const name of own) {
    assert.type(torch[name as keyof typeof torch], 'function', name);
    assert.type(torch.zeros(1)[name as keyof Tensor], 'function', name);
  }
});

test.run();
