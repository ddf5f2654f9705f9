/** @file A progress bar on stderr, where that is a terminal and cli-progress is installed. */
import type { SingleBar } from 'cli-progress';
import type { Sink } from '../../io.js';

/** Shows how many epochs are done. */
export interface Progress {
  /** Makes room for a line of text on the same terminal. */
  clear(): void;
  update(epoch: number, loss: number): void;
  stop(): void;
}

const none: Progress = { clear: () => undefined, update: () => undefined, stop: () => undefined };

class Bar implements Progress {
  private readonly sink: Sink;
  private readonly bar: SingleBar;

  constructor(sink: Sink, bar: SingleBar) {
    this.sink = sink;
    this.bar = bar;
  }

  clear(): void {
    this.sink.write('\r\x1b[K');
  }

  update(epoch: number, loss: number): void {
    this.bar.update(epoch, { loss: loss.toPrecision(6) });
  }

  stop(): void {
    this.bar.stop();
  }
}

/** A bar of `total` epochs of which `done` are done; no bar where there is no terminal or no cli-progress. */
export async function startProgress(stderr: Sink, total: number, done: number): Promise<Progress> {
  if (!stderr.isTTY) return none;
  let cliProgress: typeof import('cli-progress');
  try {
    ({ default: cliProgress } = await import('cli-progress'));
  } catch {
    return none;
  }
  const bar = new cliProgress.SingleBar({
    format: 'epoch {value} of {total} [{bar}] loss {loss}',
    stream: stderr as NodeJS.WritableStream,
    // The command has handlers of its own; lines of the table may have run over the bar.
    gracefulExit: false,
    forceRedraw: true,
    clearOnComplete: true,
  });
  bar.start(total, done, { loss: '-' });
  return new Bar(stderr, bar);
}
