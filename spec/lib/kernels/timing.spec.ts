/** @file Small measurements: the quickest run of each task, the first one aside. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { quickest } from '../../../lib/kernels/timing.js';

/** A task that takes the given milliseconds in turn. */
function lasting(log: string[], name: string, times: readonly number[]): () => void {
  let run = 0;
  return () => {
    log.push(name);
    const start = performance.now();
    while (performance.now() - start < times[run]);
    run++;
  };
}

test('tasks take turns, and the quickest run of each counts, without the first', () => {
  const log: string[] = [];
  const [a, b] = quickest(3, lasting(log, 'a', [0, 90, 2, 90]), lasting(log, 'b', [0, 90, 90, 6]));
  assert.is(log.join(''), 'abababab');
  assert.ok(a >= 2 && a < 90 && b >= 6 && b < 90, `${a}, ${b}`);
});

test('an error of a task ends the measurement', () => {
  const log: string[] = [];
  const failing = () => {
    throw new Error('no more');
  };
  assert.throws(() => quickest(3, lasting(log, 'a', [0, 0]), failing), /^no more$/);
  assert.is(log.join(''), 'a');
});

test.run();
