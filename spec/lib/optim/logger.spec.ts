/** @file Logger: rows in a file as Lua Torch writes them, and on paper where there is none. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { optim } from '../../../lib/index.js';
import { fails } from '../../errors.js';
import { temporaryFolder } from '../../tools/world.js';

const { file, remove } = temporaryFolder();
test.after(remove);

test('a row has its numbers as %11.4e, and is in the file at once', () => {
  const path = file('deep/er/run.log');
  const log = optim.Logger(path);
  log.setNames(['loss', 'accuracy']);
  log.add([0.1, 12345.678]);
  assert.is(readFileSync(path, 'utf8'), 'loss\taccuracy\t\n 1.0000e-01\t 1.2346e+04\t\n');
  log.add([-1 / 3, 'none']);
  log.add({ accuracy: 1e-120, loss: Number.NaN });
  const rows = readFileSync(path, 'utf8').split('\n').slice(2);
  assert.equal(rows, ['-3.3333e-01\tnone\t', '1.0000e-120\t        nan\t', '']);
  assert.equal(log.symbols.get('loss'), [0.1, -1 / 3, Number.NaN]);
});

test('values bring their names where none were set', () => {
  const [named, listed] = [file('named.log'), file('listed.log')];
  optim.Logger(named).add({ a: 1, b: 2 });
  optim.Logger(listed).add([1, Infinity]);
  assert.is(readFileSync(named, 'utf8'), 'a\tb\t\n 1.0000e+00\t 2.0000e+00\t\n');
  assert.is(readFileSync(listed, 'utf8'), '1\t2\t\n 1.0000e+00\t        inf\t\n');
});

test('the time stands behind the name where it is asked for', () => {
  const path = file('stamped/run.log');
  optim.Logger(path, true);
  assert.ok(!existsSync(path));
  assert.match(readdirSync(dirname(path))[0], /^run\.log-\d{4}_\d\d_\d\d_\d\d:\d\d:\d\d$/);
});

test('without a file rows are printed', () => {
  const lines: string[] = [];
  const log = optim.Logger(undefined, false, (line) => lines.push(line));
  log.add({ x: 1 });
  log.style({ x: '-' });
  assert.equal(lines, ['<Logger> warning: no path provided, logging to std out', 'x\t', ' 1.0000e+00\t']);
  assert.equal(log.styles.get('x'), ['-']);
});

test('a plot is a line for each column of numbers, logarithmic and silent where it is asked for', () => {
  const lines: string[] = [];
  const log = optim.Logger(file('course.log'), false, (line) => lines.push(line));
  log.setNames(['loss', 'gap', 'note']);
  for (const loss of [1e-7, 1e-4, 1]) log.add([loss, loss === 1e-4 ? Infinity : 2, 'text']);
  log.plot();
  log.setlogscale(true);
  log.plot();
  log.display(false);
  log.plot();
  assert.equal(lines, [
    'loss  ▁▁█  1.0000e+00',
    'gap   ▁ ▁  2.0000e+00',
    // ln 10⁻⁴ is three sevenths of the way: 8 · 3/7 = 3.4.
    'loss  ▁▄█  1.0000e+00',
    'gap   ▁ ▁  2.0000e+00',
  ]);
});

test('what is no number and what has no name is refused, and nothing written', () => {
  const path = file('bad.log');
  const log = optim.Logger(path).setNames(['a']);
  const wrong = [true] as unknown as number[];
  fails(() => log.add(wrong), TypeError, 'Logger.add: expected numbers and text, got boolean for 0');
  fails(() => log.add([1, 2]), RangeError, 'Logger.add: expected values for a, got one for 1');
  fails(() => log.add({ b: 1 }), RangeError, 'Logger.add: expected values for a, got one for b');
  assert.is(readFileSync(path, 'utf8'), 'a\t\n');
});

test.run();
