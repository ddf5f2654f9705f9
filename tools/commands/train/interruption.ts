/** @file Ctrl-C and its like: the first asks for an end after the present step, the second ends at once. */
import type { Io, Signal } from '../../io.js';

const signals: readonly Signal[] = ['SIGINT', 'SIGTERM'];

/** Listens for signals from its making until `release`. */
export class Interruption {
  /** The first signal that came. */
  signal: Signal | undefined = undefined;
  private readonly io: Io;
  private readonly listener: (signal: Signal) => void;

  constructor(io: Io) {
    this.io = io;
    this.listener = (signal) => {
      if (this.signal) io.exit(signal === 'SIGINT' ? 130 : 143);
      else this.signal = signal;
    };
    for (const signal of signals) io.signals.on(signal, this.listener);
  }

  release(): void {
    for (const signal of signals) this.io.signals.off(signal, this.listener);
  }
}
