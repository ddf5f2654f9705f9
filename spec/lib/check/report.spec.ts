import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Report } from '../../../lib/check/index.js';
import { fails } from '../../errors.js';

const fine = { property: 'gradient', passed: true, error: 2e-12, bound: 1e-7, message: 'fine' };
const near = { property: 'symmetry', passed: true, error: 9e-11, bound: 1e-10, message: 'near' };
const exact = { property: 'clone', passed: false, error: 0.5, bound: 0, message: 'Linear(3 -> 4).clone: not the same' };

test('the worst verdict is the one nearest to its bound', () => {
  assert.is(new Report('x', [fine, near]).worst, near);
});

test('a failed verdict is worse than every passed one', () => {
  assert.is(new Report('x', [near, exact, fine]).worst, exact);
  const slightly = { ...near, passed: false, error: 1.1e-10 };
  assert.is(new Report('x', [fine, slightly]).worst, slightly);
});

test('a report prints a line for each property, with messages for those that fail', () => {
  assert.is(
    new Report('Linear(3 -> 4)', [fine, exact]).toString(),
    [
      'Linear(3 -> 4): 1 of 2 properties FAIL',
      '  ok   gradient   2.0e-12 <= 1e-7',
      '  FAIL clone       5.0e-1 <= 0e+0  Linear(3 -> 4).clone: not the same',
    ].join('\n'),
  );
  assert.match(new Report('x', [fine, near]).toString(), /^x: 2 properties hold\n/);
});

test('a report without verdicts is refused', () => {
  fails(() => new Report('x', []), RangeError, 'Report(x): expected at least one verdict, got none');
});

test.run();
