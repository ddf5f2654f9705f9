/** @file The loop of every training run. */
import { setImmediate } from 'node:timers/promises';
import type { Interruption } from './interruption.js';
import type { Row, Trainer } from './methods.js';

/** The row of each epoch behind the `done` first ones, until a signal came. */
export async function* epochs(trainer: Trainer, done: number, interruption: Interruption): AsyncGenerator<Row> {
  for (;;) {
    // Signals arrive between steps only.
    await setImmediate();
    if (interruption.signal) return;
    const row = trainer.step(done + 1);
    if (row === undefined) continue;
    done++;
    yield row;
  }
}
