/** @file The package xlua prints what Torch's does, byte for byte. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { Interpreter } from '../../../lib/lua/index.js';
import { failure, luaSuite, printed, run } from './lua.js';

interface Recorded {
  name: string;
  /** A chunk in which xlua, nn and optim are there. */
  script: string;
  /** What Lua Torch7 prints for it. */
  prints: string;
}

const recorded = createRequire(import.meta.url)('../../golden/torch7/xlua.json') as Recorded[];
const test = luaSuite('xlua');
const packages = "require 'nn' require 'optim' require 'xlua' ";

for (const { name, script, prints } of recorded) {
  test(`${name}: as in Torch`, () => assert.is(printed(packages + script), prints));
}

test('everything that Torch prints was compared', () => {
  assert.ok(recorded.length > 50);
  assert.not(recorded.some(({ prints }) => prints === ''));
});

// What Torch leaves to chance, or breaks on.
const own: [title: string, chunk: string, values: unknown[]][] = [
  ['a package that can be required is installed', "return xlua.installed('optim')", [true]],
  ['one that only says why it is missing is not', "return xlua.installed('image')", [false]],
  ['nor one that nobody knows', "return xlua.installed('nothing.at.all')", [false]],
  [
    'a parser without a usage text has that of optparse',
    `arg = {[0] = '100%.lua'} local text = ''
     io.stdout = {write = function(_, ...) text = text .. table.concat{...} end}
     xlua.OptionParser():help() return text`,
    ['Usage: 100%.lua [options]\n\nOptions:\n  -h, --help  show this help message and exit\n'],
  ],
  [
    'values as text are in the order of their names, and only the ending leaves the name of the script',
    "arg = {[0] = 'lua/luabs.lua'} local op = xlua.OptionParser('') op:parse{b = 1, a = 2} return op:tostring()",
    ['<lua/luabs> configuration:\n + __main__ = true\n + a = 2\n + b = 1\n'],
  ],
  [
    'more than 64 arguments are no fault',
    'local d = {} for i = 1, 70 do d[i] = {arg = "a" .. i, type = "number", default = i} end return select("#", xlua.unpack({{}, 1}, "f", "", unpack(d)))',
    [71],
  ],
  ['duplicates stay where the first one was', 'return table.prune{3, 1, 3, 2, 1}', [[3, 1, 2]]],
];
for (const [title, chunk, values] of own) test(title, () => assert.equal(run(packages + chunk), values));

const refused: [chunk: string, message: string][] = [
  ["xlua.Profiler():lap('a')", 'chunk:1: # ERROR: There is no such profiler - a, create it first'],
  ["xlua.OptionParser('x'):tostring()", 'chunk:1: OptionParser:tostring: expected a call of parse before'],
  ["string.tosymbol('no.thing')", 'chunk:1: symbol "no.thing" does not exist'],
  ["string.tosymbol('no thing')", 'chunk:1: symbol "no thing" does not exist'],
];
for (const [chunk, message] of refused) {
  test(`${chunk} is refused`, () => assert.is(failure(packages + chunk).message, message));
}

test('it brings torch with it, and so does sys', () => {
  for (const [name, chunk] of [
    ['xlua', "require 'xlua' return xlua.formatTime(1) == '1s' and torch ~= nil"],
    ['sys', "require 'sys' return sys.clock() > 0 and torch ~= nil"],
  ]) {
    const lua = new Interpreter();
    assert.equal(lua.run(chunk, `=${name}`), [true], name);
    lua.close();
  }
});

test('a log has what is printed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rop-spec-'));
  try {
    const chunk = `
      local write, old = io.write, print
      xlua.log('${folder}/logs/a.txt') print('x', 1) io.write('y')
      io.write, print = write, old
      xlua.log('${folder}/logs/a.txt', true) io.write('z\\n')`;
    assert.is(printed(packages + chunk, { folder }), 'x    1\nyz\n');
    assert.is(readFileSync(join(folder, 'logs/a.txt'), 'utf8'), 'x    1\nyz\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('who lists packages and what a script has made', () => {
  const text = printed(`${packages} mine = 5 xlua.who()`);
  assert.match(text, /^\nGlobal Libs:\n\{[^}]*= xlua[^}]*\}\n\nGlobal Vars:\n\{\[mine\] = 5\}\n\n$/);
});

test.run();
