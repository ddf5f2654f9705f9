/** @file What a training run says on stdout: a table, or JSON lines. */
import type { CurvePoint } from '../../../lib/plot/index.js';
import type { Io } from '../../io.js';
import type { Assessment } from './assess.js';
import type { MethodName } from './method-options.js';
import type { Row } from './methods.js';
import type { Progress } from './progress.js';
import { tableLine } from './table.js';

/** `97.23 % (3717 of 3823)` */
export function percent({ accuracy, correct, rows }: Assessment): string {
  return `${(100 * accuracy).toFixed(2)} % (${correct} of ${rows})`;
}

export class Reporter {
  private readonly io: Io;
  private readonly json: boolean;
  private readonly progress: Progress;
  private readonly method: MethodName;
  private readonly started: number = performance.now();
  /** When the epochs of this process ended. */
  private readonly seconds: Map<Row, number> = new Map();

  constructor(io: Io, json: boolean, progress: Progress, method: MethodName) {
    this.io = io;
    this.json = json;
    this.progress = progress;
    this.method = method;
  }

  text(line: string): void {
    if (this.json) return;
    this.progress.clear();
    this.io.stdout.write(line);
  }

  row(row: Row): void {
    const seconds = (performance.now() - this.started) / 1000;
    this.seconds.set(row, seconds);
    if (this.json) this.io.stdout.write(`${JSON.stringify({ ...row, seconds })}\n`);
    else this.text(tableLine(row, this.method, seconds));
    this.progress.update(row.iteration, row.loss);
  }

  /** Rows with the seconds that they took; those of a process before this one have none. */
  timed(rows: readonly Row[]): CurvePoint[] {
    return rows.map((row) => ({ ...row, seconds: this.seconds.get(row) }));
  }

  end(
    reason: 'converged' | 'epochs',
    iterations: number,
    loss: number,
    train: Assessment,
    test: Assessment | undefined,
  ): void {
    this.progress.stop();
    const seconds = (performance.now() - this.started) / 1000;
    if (this.json) {
      const accuracies = { trainingAccuracy: train.accuracy, testAccuracy: test?.accuracy };
      this.io.stdout.write(
        `${JSON.stringify({ done: reason, iterations, trainingLoss: loss, ...accuracies, seconds })}\n`,
      );
      return;
    }
    const why = reason === 'converged' ? 'converged' : 'all epochs done';
    this.text(`\n${why} after ${iterations} epochs, ${seconds.toFixed(1)} s\n`);
    this.text(`training loss      ${loss.toFixed(6)} (${train.loss.toFixed(6)} without weight decay)\n`);
    this.text(`training accuracy  ${percent(train)}\n`);
    if (test) this.text(`test accuracy      ${percent(test)}\n`);
  }
}
