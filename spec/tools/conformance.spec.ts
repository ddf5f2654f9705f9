/** @file tools/conformance: verdicts of a small checkout, the table, and a baseline that only grows. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { baselineOf, complaints } from '../../tools/conform/baseline.js';
import { runCheckout } from '../../tools/conform/suite.js';
import { table } from '../../tools/conform/table.js';
import { luaSuite } from '../lib/lua/lua.js';

const test = luaSuite('conformance');

const tests = `
local tests, t = torch.TestSuite()
function tests.good() t:asserteq(torch.ones(2):sum(), 2) t:assert(true) end
function tests.bad() t:assert(true) t:asserteq(1, 2, 'numbers') end
function tests.broken() error('oh') end
function tests.gone() torch.nosuch(1) end
function tests.nothing() end
function tests.forever() while true do pcall(function() while true do end end) end end
function tests.quits() os.exit(3) end
function torch.test() t = torch.Tester() t:add(tests) t:run() end
`;

function inCheckout<R>(files: Record<string, string>, use: (folder: string) => R): R {
  const folder = mkdtempSync(join(tmpdir(), 'rop-spec-'));
  mkdirSync(join(folder, 'test'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'test', name), text);
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('every function has a verdict, its asserts and its first fault', () => {
  const outcomes = inCheckout({ 'test.lua': tests }, (folder) =>
    runCheckout('torch', folder, { seconds: 0.2, seed: 1 }),
  );
  assert.equal(
    outcomes.map(({ name, verdict, passed, failed, reason }) => [name, verdict, passed, failed, reason]),
    [
      ['bad', 'fail', 1, 1, 'bad | numbers | EQ failed: 1 ~= 2 | test/test.lua:4: in function <test/test.lua:4>'],
      ['broken', 'error', 0, 0, 'test/test.lua:5: oh'],
      ['forever', 'slow', 0, 0, 'longer than 0.2 s'],
      ['gone', 'missing', 0, 0, "test/test.lua:6: attempt to call field 'nosuch' (a nil value)"],
      ['good', 'pass', 2, 0, ''],
      ['nothing', 'empty', 0, 0, ''],
      ['quits', 'error', 0, 0, 'exit 3'],
    ],
  );
  const text = table('torch', outcomes, false);
  assert.match(text, 'torch: 7 functions: 1 pass, 1 fail, 2 error, 1 missing, 1 empty, 1 slow; 4 asserts, 1 failed\n');
  assert.not.match(text, 'good');
});

test('files of optim run as they are, and find one another', () => {
  const files = {
    'test_one.lua': "require 'other' assert(other == 2)",
    'test_two.lua': "error('no')",
    'other.lua': 'other = 2',
  };
  const outcomes = inCheckout(files, (folder) => runCheckout('optim', folder, { seconds: 5, seed: 1 }));
  assert.equal(
    outcomes.map(({ name, verdict, reason }) => [name, verdict, reason]),
    [
      ['one', 'pass', ''],
      ['two', 'error', 'test_two.lua:1: no'],
    ],
  );
});

const outcome = { name: 'f', verdict: 'pass', passed: 3, failed: 0, reason: '', seconds: 0 } as const;

test('the baseline grows, and complains of what it had', () => {
  assert.equal(baselineOf({ f: 5, g: 1 }, [outcome, { ...outcome, name: 'a' }]), { a: 3, f: 5, g: 1 });
  assert.equal(baselineOf({}, [{ ...outcome, verdict: 'fail' }]), {});
  assert.equal(complaints({ f: 3 }, [outcome]), []);
  assert.equal(
    complaints({ f: 4, g: 1, h: 1 }, [outcome, { ...outcome, name: 'h', verdict: 'error', reason: 'why' }]),
    [
      'f: expected 4 asserts, got 3',
      'g: expected to pass, got no such function',
      'h: expected to pass, got error: why',
    ],
  );
});

test('the baseline of the repository names functions and asserts', () => {
  const baseline = JSON.parse(readFileSync(new URL('../conformance.json', import.meta.url), 'utf8'));
  assert.equal(Object.keys(baseline), ['torch', 'nn', 'optim']);
  assert.ok(Object.keys(baseline.torch).length >= 74);
  for (const suite of Object.values(baseline)) {
    for (const count of Object.values(suite as Record<string, number>)) assert.ok(Number.isInteger(count) && count > 0);
  }
});

test.run();
