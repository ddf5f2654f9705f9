/** @file Which classes of Torch's become classes of nn, and which objects are written as instances. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { NnDoor } from '../../../../lib/io/t7/nn-door.js';
import { type LuaValue, TorchObject } from '../../../../lib/io/t7/values.js';
import { ForeignModule } from '../../../../lib/nn/foreign-module.js';
import { concreteClasses, nn } from '../../../../lib/nn.js';
import { torch } from '../../../../lib/tensor/index.js';
import { fails } from '../../../errors.js';

const fieldsOf = (table: Record<string, LuaValue>): Map<LuaValue, LuaValue> => new Map(Object.entries(table));

test('every class that can be made is known as nn, and as cudnn', () => {
  const door = new NnDoor();
  for (const name of concreteClasses) {
    for (const typename of [`nn.${name}`, `cudnn.${name}`]) {
      assert.is(door.create(typename)?.constructor.name, name, typename);
    }
  }
});

test('bases, other packages and names of methods are not known', () => {
  const door = new NnDoor();
  for (const name of [
    'nn.Module',
    'nn.Elementwise',
    'nn.Rotation',
    'my.Linear',
    'Linear',
    'nn.constructor',
    'nn.__proto__',
  ]) {
    assert.is(door.create(name), undefined, name);
  }
});

test("what cudnn has besides is dropped, users' fields of nn are kept", () => {
  const door = new NnDoor();
  for (const [typename, extras] of [
    ['cudnn.Tanh', undefined],
    ['nn.Tanh', { mode: 'fast' }],
  ] as const) {
    const tanh = door.create(typename) as InstanceType<typeof nn.Tanh>;
    door.fill(tanh, { typename, version: 1, fields: fieldsOf({ mode: 'fast' }) });
    assert.equal(tanh.extras, extras, typename);
    assert.equal(tanh.forward(torch.zeros(2)), torch.zeros(2));
  }
});

test('the components of one file share what they share', () => {
  const door = new NnDoor();
  const weight = torch.ones(2, 2);
  const [a, b] = [0, 1].map(() => {
    const linear = door.create('nn.Linear') as InstanceType<typeof nn.Linear>;
    door.fill(linear, { typename: 'nn.Linear', version: 1, fields: fieldsOf({ weight }) });
    return linear;
  });
  assert.is(a.rWeight.storage(), b.rWeight.storage());
});

test('halves become floats, with which modules compute, and what was one storage stays one', () => {
  const storage = torch.HalfStorage([1, 2, 3 + 2 ** -8]);
  const [weight, bias] = [torch.HalfTensor(storage, 0, [1, 2]), torch.HalfTensor(storage, 2, [1])];
  const fields = new Map<LuaValue, LuaValue>([
    ['_type', 'torch.HalfTensor'],
    ['weight', weight],
    ['bias', bias],
    ['gradWeight', torch.HalfTensor(1, 2)],
    ['gradBias', torch.HalfTensor(1)],
  ]);
  const door = new NnDoor();
  const linear = door.create('nn.Linear') as InstanceType<typeof nn.Linear>;
  const instance = { typename: 'nn.Linear', version: 1, fields };
  door.prepare(linear, instance, () => undefined);
  door.fill(linear, instance);
  assert.is(linear.type(), 'torch.FloatTensor');
  assert.is(linear.weight._storage, linear.bias?._storage);
  assert.equal(linear.forward(torch.FloatTensor([1, 1])).toString(), torch.FloatTensor([6 + 2 ** -8]).toString());
});

test('components are written as instances of nn, what stands for a foreign one as that', () => {
  const door = new NnDoor();
  const tanh = door.write(new nn.Tanh()) as TorchObject;
  assert.equal([tanh.typename, tanh.version, (tanh.fields as Map<string, unknown>).get('train')], ['nn.Tanh', 1, true]);
  const foreign = new TorchObject('nn.Rotation', fieldsOf({ angle: 90 }));
  assert.is(door.write(new ForeignModule(foreign)), foreign);
  assert.is(door.write(new Date()), undefined);
});

test('a class that could not be found again is refused', () => {
  class Halved extends nn.Linear {}
  fails(
    () => new NnDoor().write(new Halved(2, 2)),
    TypeError,
    'expected classes of nn, got Halved, which could not be found again',
  );
});

test.run();
