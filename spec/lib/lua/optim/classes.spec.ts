/** @file optim.ConfusionMatrix and optim.Logger in Lua: labels from 1, Torch's text and fields, where files may be. */
import { readFileSync } from 'node:fs';
import * as assert from 'uvu/assert';
import { temporaryFolder } from '../../../tools/world.js';
import { failure, luaSuite, printed, run } from '../lua.js';

const test = luaSuite('classes of optim in Lua');
const { file, remove } = temporaryFolder();
test.after(remove);

test('a confusion matrix counts classes from 1, and prints itself as in Lua Torch', () => {
  const text = printed(`
    require 'optim'
    local matrix = optim.ConfusionMatrix({'cat', 'dog'})
    matrix:add(1, 1)
    matrix:add(torch.Tensor{0.2, 0.8}, 1)
    matrix:batchAdd(torch.Tensor{{1, 0}, {0, 1}}, torch.Tensor{2, 0})
    print(matrix)`);
  // What Lua Torch prints after the same calls.
  const lines = [
    'ConfusionMatrix:',
    '[[       1       1]   50.000% \t[class: cat]',
    ' [       1       0]]  0.000% \t[class: dog]',
    ' + average row correct: 25% ',
    ' + average rowUcol correct (VOC measure): 16.666667163372% ',
    ' + global correct: 33.333333333333%',
  ];
  assert.is(text, `${lines.join('\n')}\n`);
});

test('its fields are read and assigned, and its methods return as many values as in Torch', () => {
  const chunk = `
    require 'optim'
    local matrix = optim.ConfusionMatrix(3, {1, 2, 3})
    matrix.mat = torch.eye(3, 3)
    matrix:updateValids()
    local a, b, c, d = matrix:farFrr()
    return torch.type(matrix), matrix.totalValid, matrix.averageValid, matrix.valids:sum(), matrix.nclasses,
      matrix.classes[2], a:sum() + b:sum() + c:sum() + d:sum(), matrix.nothing`;
  assert.equal(run(chunk), ['optim.ConfusionMatrix', 1, 1, 3, 3, '2', 0, undefined]);
});

test('what is not there is said', () => {
  const made = "require 'optim' local matrix = optim.ConfusionMatrix(2) ";
  for (const [code, message] of [
    ['matrix:add(3, 1)', 'chunk:1: ConfusionMatrix(2).add: expected a class in 1..2, got 3'],
    ['matrix:render()', 'chunk:1: optim.ConfusionMatrix:render needs the package image, which is not available'],
    ['matrix.other = 1', 'chunk:1: ConfusionMatrix: expected one of its fields, got other'],
  ]) {
    assert.is(failure(made + code).message, message);
  }
});

test('a logger writes below the working directory, and nowhere else', () => {
  const path = file('logs/run.log');
  const code = `
    require 'optim'
    local log = optim.Logger(${JSON.stringify(path)})
    log:setNames{'loss', 'accuracy'}
    log:add{0.5, 'none'}
    log:style{'-', '+'}:plot()`;
  const folder = file('.');
  assert.is(printed(code, { folder }), 'loss      ▁  5.0000e-01\n');
  assert.is(readFileSync(path, 'utf8'), 'loss\taccuracy\t\n 5.0000e-01\tnone\t\n');
  assert.match(failure(code).message, 'optim.Logger: expected a path below the working directory');
});

test('a logger without a file prints where print does', () => {
  const text = printed("require 'optim' local log = optim.Logger() print(1) log:add{a = 2} print(3)");
  assert.is(text, '<Logger> warning: no path provided, logging to std out\n1\na\t\n 2.0000e+00\t\n3\n');
});

test.run();
