/** @file PyTorch in a process of its own, on one thread, which times its tasks when it is asked to. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./pytorch.py', import.meta.url));

/** Shorter turns would measure the change of turns. */
const TURN_MS = 20;

/** The times of one task here and of the same there, which took turns, in milliseconds a call. */
export interface Turns {
  ours: number[];
  theirs: number[];
}

export class PyTorch {
  /** What it can time. */
  tasks: readonly string[] = [];
  private readonly process: ChildProcessWithoutNullStreams;
  private readonly lines: AsyncIterator<string>;
  private readonly closed: Promise<unknown>;
  private complaint = '';

  private constructor(python: string, args: readonly string[]) {
    const child = spawn(python, [script, ...args]);
    this.process = child;
    this.closed = once(child, 'close').catch((error: Error) => {
      this.complaint = error.message;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.complaint += text;
    });
    // A process that has ended reads no more; its answer, which does not come, says so.
    child.stdin.on('error', () => {});
    this.lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** Starts `pytorch.py` with its arguments. @throws Error that says why it does not run */
  static async start(python: string, ...args: string[]): Promise<PyTorch> {
    const pytorch = new PyTorch(python, args);
    pytorch.tasks = (await pytorch.answer()) as string[];
    return pytorch;
  }

  /** Milliseconds of each of so many calls of a task. */
  async times(task: string, calls: number): Promise<number[]> {
    this.process.stdin.write(`${task} ${calls}\n`);
    return (await this.answer()) as number[];
  }

  /** Rounds in which `ours` and the task `theirs` take turns, of as many calls as last a while. */
  async turns(rounds: number, ours: () => void, theirs: string): Promise<Turns> {
    const [found, [first]] = [times(ours, 3), await this.times(theirs, 3)];
    const calls = [Math.min(...found), first].map((ms) => Math.max(1, Math.ceil(TURN_MS / Math.max(ms, 1e-3))));
    const turns: Turns = { ours: [], theirs: [] };
    for (let round = 0; round < rounds; round++) {
      turns.ours.push(...times(ours, calls[0]));
      turns.theirs.push(...(await this.times(theirs, calls[1])));
    }
    return turns;
  }

  async close(): Promise<void> {
    this.process.stdin.end();
    await this.closed;
  }

  private async answer(): Promise<unknown> {
    const { value, done } = await this.lines.next();
    if (!done) return JSON.parse(value);
    await this.closed;
    throw new Error(this.complaint.trim().split('\n').at(-1) || 'it ended without an answer');
  }
}

function times(task: () => void, calls: number): number[] {
  return Array.from({ length: calls }, () => {
    const start = performance.now();
    task();
    return performance.now() - start;
  });
}
