/** @file Ctrl-C and its like: the first asks for an end after the present step, the second ends at once. */
import type { Io, Signal } from '../../io.js';

const signals: readonly Signal[] = ['SIGINT', 'SIGTERM'];

/** What a command exits with that a signal ended. */
export const exitCodes: Readonly<Record<Signal, number>> = { SIGINT: 130, SIGTERM: 143 };

/** Listens for signals from its making until `release`. */
export class Interruption {
  /** The first signal that came. */
  signal: Signal | undefined = undefined;
  private readonly io: Io;
  private readonly listener: (signal: Signal) => void;

  /** `onSignal` hears of the first one. */
  constructor(io: Io, onSignal: () => void = () => undefined) {
    this.io = io;
    this.listener = (signal) => {
      if (this.signal) return io.exit(exitCodes[signal]);
      this.signal = signal;
      onSignal();
    };
    for (const signal of signals) io.signals.on(signal, this.listener);
  }

  release(): void {
    for (const signal of signals) this.io.signals.off(signal, this.listener);
  }
}
