/** @file Medians of tasks that take turns. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { inTurn, median } from '../../../lib/kernels/timing.js';

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

test('the median is the middle value, whatever the order', () => {
  assert.is(median([5, 1, 9]), 5);
  assert.is(median([10, 9, 100, 1, 2]), 9);
});

test('tasks take turns, and of each the median counts, without the first round', () => {
  const log: string[] = [];
  const [a, b] = inTurn(3, lasting(log, 'a', [80, 80, 0, 0]), lasting(log, 'b', [0, 0, 60, 60]));
  assert.is(log.join(''), 'abababab');
  assert.ok(a < 50 && b >= 60, `${a}, ${b}`);
});

test('an error of a task ends the measurement', () => {
  const log: string[] = [];
  const failing = () => {
    throw new Error('no more');
  };
  assert.throws(() => inTurn(3, lasting(log, 'a', [0, 0]), failing), /^no more$/);
  assert.is(log.join(''), 'a');
});

test.run();
