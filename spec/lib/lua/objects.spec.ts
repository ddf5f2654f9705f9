/** @file Objects in Lua: identity, finalisation, and memory that stays flat. */
import * as assert from 'uvu/assert';
import { Interpreter } from '../../../lib/lua/index.js';
import { torch } from '../../../lib/tensor/index.js';
import { luaSuite, run } from './lua.js';

const test = luaSuite('objects in Lua');

test('the same object is the same userdata, from wherever it comes', () => {
  const chunk = `
    local x = torch.ones(3)
    local t = {[x] = 'x'}
    return x:storage() == x:storage(), x:fill(2) == x, t[x:mul(1)], x == torch.ones(3), x[{}] == x`;
  assert.equal(run(chunk), [true, true, 'x', false, false]);
});

test('an object that Lua has forgotten and JavaScript has not comes back, however it was collected', () => {
  const chunk = `
    local x = torch.ones(3)
    local sums = 0
    for i = 1, 20 do
      x:storage():fill(i)
      if i % 3 == 0 then collectgarbage() end
      if i % 5 == 0 then for k = 1, 2000 do local y = x[{{1, 2}}] end end
      sums = sums + x:storage()[1]
    end
    return sums, x:storage() == x:storage()`;
  assert.equal(run(chunk), [210, true]);
});

test('a tensor is there from the moment it is made, whenever Lua collects', () => {
  const chunk = `
    for i = 1, 50000 do
      local x = torch.Tensor(1):fill(i)
      if x[1] ~= i or x:storage()[1] ~= i then return i end
    end`;
  assert.equal(run(chunk), []);
});

test('what Lua has collected is forgotten with the collection', () => {
  const lua = new Interpreter();
  lua.run("require 'torch' collectgarbage()", '=setup');
  const before = lua.objects.bytes;
  lua.run('for i = 1, 100 do local x = torch.Tensor(10):storage() end', '=chunk');
  assert.ok(lua.objects.bytes > before);
  for (let i = 0; i < 3; i++) {
    lua.run('for i = 1, 1000 do local x = torch.Tensor(10) end collectgarbage()', '=chunk');
    assert.is(lua.objects.bytes, before);
  }
  lua.close();
});

test('userdata of other libraries are no objects', () => {
  assert.equal(run('return pcall(torch.Tensor(2).dot, io.stdout, torch.Tensor(2))'), [
    false,
    "chunk:1: bad argument #1 to 'dot' (torch.Tensor expected)",
  ]);
});

test('a tensor may be in two interpreters', () => {
  const shared = torch.ones(2);
  const both = [new Interpreter(), new Interpreter()];
  for (const lua of both) {
    lua.run("require 'torch'", '=setup');
    lua.setFunction('shared', () => shared);
    lua.run('kept = shared() other = torch.zeros(2)', '=chunk');
  }
  for (const lua of both) {
    assert.is(lua.run('collectgarbage() return kept', '=chunk')[0], shared);
    assert.equal(lua.run('return kept:sum(), shared():sum(), other:sum(), shared() == shared()', '=chunk'), [
      2,
      2,
      0,
      true,
    ]);
  }
  for (const lua of both) lua.close();
});

/** The most bytes that were held, of so many tensors of so many bytes made by the chunk. */
function peak(chunk: string): number {
  const lua = new Interpreter();
  lua.run("require 'torch'", '=setup');
  let most = 0;
  lua.setFunction('look', () => {
    most = Math.max(most, lua.objects.bytes);
  });
  lua.run(chunk, '=chunk');
  lua.close();
  return most / 2 ** 20;
}

test('a loop that makes tensors of 8 MB holds few of them', () => {
  const megabytes = peak('for i = 1, 100 do local x = torch.Tensor(2 ^ 20) look() end');
  assert.ok(megabytes >= 64 && megabytes < 200, `${megabytes} MB`);
});

test('views of a large tensor weigh nothing', () => {
  const megabytes = peak('local x = torch.Tensor(2 ^ 10, 2 ^ 10) for i = 1, 1000 do local y = x:t() look() end');
  assert.ok(megabytes >= 8 && megabytes < 9, `${megabytes} MB`);
});

test('tensors that are kept do not make every new one collect', () => {
  const lua = new Interpreter();
  lua.run("require 'torch'", '=setup');
  lua.run('kept = {} for i = 1, 40 do kept[i] = torch.Tensor(2 ^ 20) end', '=chunk');
  assert.ok(lua.objects.collections <= 4, `${lua.objects.collections} collections`);
  lua.close();
});

test.run();
