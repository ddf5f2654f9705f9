/** @file Tables: arrays and Maps, and what leads back to them before they are complete. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { LuaValue, TorchObject } from '../../../../lib/io/t7/values.js';
import { instance, int, nil, number, string, table } from './assembler.js';
import { readOpaque, writeOpaque } from './opaque.js';

test('the keys 1 … n make an array in any order; with gaps, other numbers or none a Map', () => {
  const keys = (...given: number[]): LuaValue =>
    readOpaque(table(1, given.length, ...given.map((k) => [number(k), number(10 * k)])));
  assert.equal(keys(2, 3, 1), [10, 20, 30]);
  assert.equal(keys(1, 2), [10, 20]);
  assert.equal(
    keys(1, 3),
    new Map([
      [1, 10],
      [3, 30],
    ]),
  );
  assert.equal(
    keys(0, 1),
    new Map([
      [0, 0],
      [1, 10],
    ]),
  );
  assert.equal(keys(1.5), new Map([[1.5, 15]]));
  assert.equal(
    readOpaque(table(1, 2, number(1), number(5), string('n'), number(1))),
    new Map<LuaValue, number>([
      [1, 5],
      ['n', 1],
    ]),
  );
  assert.equal(readOpaque(table(1, 0)), []);
});

test('an entry that is nil is none, and takes an earlier one away', () => {
  assert.equal(readOpaque(table(1, 2, string('a'), nil, string('b'), number(1))), new Map([['b', 1]]));
  assert.equal(readOpaque(table(1, 3, number(1), number(5), number(2), number(6), number(2), nil)), [5]);
});

test('a table may be its own key and value, inside others too', () => {
  const read = readOpaque(
    table(1, 2, int(3, 1), int(3, 1), string('in'), table(2, 2, int(3, 1), number(5), number(1), int(3, 1))),
  ) as Map<LuaValue, LuaValue>;
  assert.is(read.get(read), read);
  const inner = read.get('in') as Map<LuaValue, LuaValue>;
  assert.is(inner.get(read), 5);
  assert.is(inner.get(1), read);
  const list = readOpaque(table(1, 2, number(1), int(3, 1), number(2), int(3, 1))) as LuaValue[];
  assert.equal([list.length, list[0] === list, list[1] === list], [2, true, true]);
});

test('an entry that refers back to its table may be taken away again, or be another one', () => {
  const taken = readOpaque(table(1, 3, int(3, 1), number(1), int(3, 1), nil, number(1), number(5)));
  assert.equal(taken, [5]);
  const never = readOpaque(table(1, 2, int(3, 1), nil, number(1), number(5)));
  assert.equal(never, [5]);
  const other = readOpaque(table(1, 2, number(1), int(3, 1), number(1), number(5)));
  assert.equal(other, [5]);
  const inner = table(2, 2, int(3, 1), int(3, 1), int(3, 1), int(3, 2));
  const twice = readOpaque(table(1, 1, string('x'), inner)) as Map<LuaValue, Map<LuaValue, LuaValue>>;
  assert.is(twice.get('x')!.size, 1);
  assert.is(twice.get('x')!.get(twice), twice.get('x'));
  const named = readOpaque(table(1, 2, string('a'), int(3, 1), string('a'), number(5)));
  assert.equal(named, new Map([['a', 5]]));
});

test('the fields of an instance may be a table that is not complete yet', () => {
  const file = table(1, 1, string('x'), instance(2, 'nn.Odd', int(3, 1)));
  const root = readOpaque(file) as Map<string, TorchObject>;
  assert.is(root.get('x')!.fields, root);
  assert.equal(writeOpaque(root, 'binary'), file);
});

test('objects may have any numbers, in any order', () => {
  const file = table(1000000, 3, number(1), table(7, 0), number(2), table(2 ** 31 - 1, 0), number(3), int(3, 7));
  const [a, b, c] = readOpaque(file) as object[];
  assert.is(a, c);
  assert.is.not(a, b);
});

test.run();
