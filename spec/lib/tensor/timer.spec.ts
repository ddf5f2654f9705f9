/** @file Timer against the clock and the process. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { torch } from '../../../lib/tensor/index.js';

function spin(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

test('it tells real and processor seconds since it was made', () => {
  const timer = torch.Timer();
  spin(20);
  const { real, user, sys } = timer.time();
  assert.ok(real >= 0.02);
  assert.ok(user + sys > 0);
});

test('stopped it stands still, resumed it goes on, reset it begins anew', () => {
  const timer = torch.Timer();
  spin(5);
  const stopped = timer.stop().time();
  spin(5);
  assert.equal(timer.stop().time(), stopped);
  const before = performance.now();
  timer.resume();
  spin(2);
  const { real } = timer.time();
  assert.ok(real >= stopped.real + 0.002 && real <= stopped.real + (performance.now() - before) / 1e3 + 1e-6);
  assert.ok(timer.reset().time().real < stopped.real);
  assert.is(timer.stop().reset().time().real, 0);
});

test.run();
