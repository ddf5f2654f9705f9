/** @file Lines that somebody types, with a prompt, editing and history where input is a terminal. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface, type Interface } from 'node:readline';
import type { Input, Sink } from '../io.js';

/** How many lines the history keeps. */
const KEPT = 1000;

/** What `next` gives when Ctrl-C was typed in place of a line. */
export const CANCELLED: unique symbol = Symbol('cancelled');

/** The words that the end of a line may become, and that end. */
type Completed = readonly [words: string[], part: string];

type Line = string | typeof CANCELLED | undefined;

export class Lines {
  readonly isTerminal: boolean;
  private readonly input: Input;
  private readonly reader: Interface;
  private readonly waiting: Line[] = [];
  private wanted: ((line: Line) => void) | undefined = undefined;
  private closed: boolean = false;

  /** `history` is the file of the lines that were typed before; `complete` is asked at a tab. */
  constructor(input: Input, output: Sink, history: string, complete: (line: string) => Completed | Promise<Completed>) {
    this.input = input;
    this.isTerminal = input.isTTY === true && output.isTTY === true;
    this.reader = createInterface({
      input,
      output: this.isTerminal ? (output as NodeJS.WritableStream) : undefined,
      terminal: this.isTerminal,
      history: this.isTerminal ? linesOf(history) : [],
      historySize: KEPT,
      removeHistoryDuplicates: true,
      completer: (line: string, tell: (error: null, completed: [string[], string]) => void) => {
        Promise.resolve(complete(line)).then(([words, part]) => tell(null, [words, part]));
      },
    });
    this.reader.on('line', (line) => this.take(line));
    this.reader.on('SIGINT', () => this.cancel());
    this.reader.on('history', (lines) => remember(history, lines));
    this.reader.on('close', () => {
      this.closed = true;
      this.take(undefined);
    });
  }

  /** The next line; undefined behind the last. While nobody asks, a terminal's keys are not read. */
  async next(prompt: string): Promise<Line> {
    if (this.waiting.length > 0) return this.waiting.shift();
    if (this.closed) return undefined;
    if (this.isTerminal) {
      this.input.setRawMode?.(true);
      this.reader.setPrompt(prompt);
      this.reader.prompt();
    }
    const line = await new Promise<Line>((resolve) => {
      this.wanted = resolve;
    });
    if (this.isTerminal && !this.closed) {
      this.reader.pause();
      this.input.setRawMode?.(false);
    }
    return line;
  }

  /** Whether a line is waited for. */
  get isWaiting(): boolean {
    return this.wanted !== undefined;
  }

  /** Takes away what is typed of the line that is waited for. */
  cancel(): void {
    if (!this.isWaiting) return;
    this.reader.write(null, { ctrl: true, name: 'e' });
    this.reader.write(null, { ctrl: true, name: 'u' });
    this.take(CANCELLED);
  }

  close(): void {
    this.reader.close();
  }

  private take(line: Line): void {
    if (this.wanted) this.wanted(line);
    else this.waiting.push(line);
    this.wanted = undefined;
  }
}

/** The newest first; none where there is no such file. */
function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean);
  } catch {
    return [];
  }
}

/** A history that cannot be kept is no reason to stop. */
function remember(file: string, lines: readonly string[]): void {
  try {
    writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  } catch {}
}
