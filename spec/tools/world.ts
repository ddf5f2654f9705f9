/** @file A world for commands: what they write is collected, and signals are sent by hand. */
import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { main } from '../../tools/main.js';

export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
  /** The codes that `exit` was called with. */
  exits: number[];
}

/** Called with every text that goes to stdout, and with what can send signals. */
export type Watch = (text: string, signals: EventEmitter) => void;

/** Runs `rop` in this process. */
export async function rop(
  args: readonly string[],
  watch: Watch = () => undefined,
  isTTY = false,
  input = '',
): Promise<Outcome> {
  const outcome: Outcome = { code: -1, stdout: '', stderr: '', exits: [] };
  const signals = new EventEmitter();
  outcome.code = await main(args, {
    stdout: {
      write: (text) => {
        outcome.stdout += text;
        watch(text, signals);
      },
    },
    stderr: {
      isTTY,
      write: (text) => {
        outcome.stderr += text;
      },
    },
    input: Readable.from([input]),
    signals,
    exit: (code) => outcome.exits.push(code),
  });
  return outcome;
}

/** A temporary folder that `remove` takes away. */
export function temporaryFolder(): { file: (name: string, contents?: string) => string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'rop-spec-'));
  return {
    file: (name, contents) => {
      const path = join(folder, name);
      if (contents !== undefined) writeFileSync(path, contents);
      return path;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** CSV of `count` points around three centres, the class last; the same for the same arguments. */
export function threeClouds(count: number, first: number = 0, base: number = 0): string {
  let text = '';
  for (let i = first; i < first + count; i++) {
    const [x, y] = [
      [2, 2],
      [12, 3],
      [7, 13],
    ][i % 3];
    // Deterministic scatter: irrational rotations fill the square evenly.
    const scatter = (step: number): number => 8 * (((i + 1) * step) % 1) - 2;
    text += `${(x + scatter(Math.SQRT2)).toFixed(3)},${(y + scatter(Math.sqrt(3))).toFixed(3)},${(i % 3) + base}\n`;
  }
  return text;
}
