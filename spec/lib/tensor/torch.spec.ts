/** @file The torch namespace: constructors of every type, ranges, cat, the default type, what is offered as a function. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { elementTypes, Storage, Tensor, type TypeName, torch } from '../../../lib/tensor/index.js';
import { read, refusal } from './layouts.js';

const types = Object.keys(elementTypes) as TypeName[];

for (const type of types) {
  test(`torch.${type}Tensor makes tensors, with new and without, and knows its own`, () => {
    const make = torch[`${type}Tensor`];
    assert.equal([make(2, 3).size(), make(2, 3).type()], [[2, 3], `torch.${type}Tensor`]);
    assert.equal(read(new make(2)), [0, 0]);
    assert.is(make().dim(), 0);
    assert.equal(
      [
        make([
          [1, 2],
          [3, 4],
        ]).size(),
        read(
          make([
            [1, 2],
            [3, 4],
          ]),
        ),
      ],
      [
        [2, 2],
        [1, 2, 3, 4],
      ],
    );
    assert.equal(read(make(new Float64Array([1, 2]))), [1, 2]);
    const storage = torch[`${type}Storage`]([1, 2, 3, 4, 5]);
    assert.equal(read(make(storage)), [1, 2, 3, 4, 5]);
    assert.equal(read(make(storage, 3)), [4, 5]);
    assert.equal(read(make(storage, 1, [2, 2])), [2, 3, 4, 5]);
    assert.equal(read(make(storage, 0, [2, 2], [1, 2])), [1, 3, 2, 4]);
    const x = make(storage);
    const y = make(x);
    assert.is.not(y, x);
    y.fill(7);
    assert.is(x.get(0), 7, 'a tensor of a tensor is another view of it');
    assert.ok(y instanceof make && y instanceof torch.Tensor && y instanceof Tensor);
    assert.is(make.name, `${type}Tensor`);
    for (const other of types) {
      if (other === type) continue;
      assert.not(y instanceof torch[`${other}Tensor`]);
      const message = `torch.${other}Tensor: expected ${other}, got ${type}; convert with type()`;
      assert.throws(() => torch[`${other}Tensor`](y), refusal(TypeError, message));
      assert.throws(() => torch[`${other}Tensor`](storage), refusal(TypeError, message));
    }
  });
}

test('the default type is Double, may be Float, and is what tensors without a type are', () => {
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
    assert.throws(
      () => torch.setdefaulttensortype('torch.IntTensor'),
      refusal(TypeError, 'torch.setdefaulttensortype: expected Double or Float, got Int'),
    );
  } finally {
    torch.setdefaulttensortype('torch.DoubleTensor');
  }
  assert.is(torch.Tensor(2).type(), 'torch.DoubleTensor');
});

test('type and isTensor ask what a value is', () => {
  assert.equal(
    [torch.ByteTensor(), new Storage('Int'), 'x', 2, undefined].map((x) => torch.type(x)),
    ['torch.ByteTensor', 'torch.IntStorage', 'string', 'number', 'undefined'],
  );
  assert.equal(
    [torch.zeros(1), new Storage('Int'), [1]].map((x) => torch.isTensor(x)),
    [true, false, false],
  );
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
