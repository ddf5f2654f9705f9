/** @file What a command has of the world, so that specs can give it another one. */

/** Where text goes. */
export interface Sink {
  write(text: string): unknown;
  isTTY?: boolean;
}

export type Signal = 'SIGINT' | 'SIGTERM';

/** Where signals come from: the process, or an emitter. */
export interface Signals {
  on(signal: Signal, listener: (signal: Signal) => void): unknown;
  off(signal: Signal, listener: (signal: Signal) => void): unknown;
}

/** Where typed text comes from. */
export type Input = NodeJS.ReadableStream & { isTTY?: boolean; setRawMode?: (isRaw: boolean) => unknown };

export interface Io {
  stdout: Sink;
  stderr: Sink;
  input?: Input;
  signals: Signals;
  /** Ends the process at once. */
  exit(code: number): void;
  /** JavaScript that makes a thread this program, where one may be started: what keeps this one free to hear signals. */
  program?: string;
  /** Arguments that make another process of Node this program, where one may be started. */
  command?: readonly string[];
}

/** A command line that cannot be understood: exit code 2, and a pointer to `--help`. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
}

/** A command that could not do its work, in one line: exit code 1. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
}
