/** @file How far long work is, in one line that is written over; nothing where there is no terminal. */
import type { Sink } from './io.js';

/** How far a stage of the work is. */
export interface Stage {
  name: string;
  done: number;
  total: number;
}

export class ProgressLine {
  private readonly stderr: Sink;

  constructor(stderr: Sink) {
    this.stderr = stderr;
  }

  show({ name, done, total }: Stage): void {
    this.write(`${name}: ${done} of ${total}`);
  }

  /** Makes room for other text. */
  clear(): void {
    this.write('');
  }

  private write(text: string): void {
    if (this.stderr.isTTY) this.stderr.write(`\r\x1b[K${text}`);
  }
}
