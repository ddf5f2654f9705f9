/** @file rop repl: Lua Torch at a prompt. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Answer, type Completion, Session } from '../../lib/lua/index.js';
import type { Command } from '../arguments.js';
import { CommandError, type Io, type Signal } from '../io.js';
import { CANCELLED, Lines } from '../lua/lines.js';
import { Thread } from '../lua/thread.js';
import { version } from '../version.js';

/** A session, in a thread or in this one. */
interface Partner {
  evaluate(text: string, isWhole: boolean): Answer | Promise<Answer>;
  complete(line: string): Completion | Promise<Completion>;
  interrupt(): void;
  close(): void | Promise<void>;
}

/** In this thread, which hears no signal while Lua runs. */
function nearby(allowExec: boolean, io: Io): Partner {
  const text = new TextDecoder();
  const session = new Session({
    allowExec,
    output: (fd, bytes) => (fd === 1 ? io.stdout : io.stderr).write(text.decode(bytes)),
    report: (message) => io.stderr.write(message),
  });
  return {
    evaluate: (...args) => session.evaluate(...args),
    complete: (line) => session.complete(line),
    interrupt: () => undefined,
    close: () => session.close(),
  };
}

class Conversation {
  private readonly partner: Partner;
  private readonly lines: Lines;
  private readonly io: Io;
  /** Whether what runs has been asked to end. */
  private isAsked: boolean = false;

  constructor(partner: Partner, lines: Lines, io: Io) {
    this.partner = partner;
    this.lines = lines;
    this.io = io;
  }

  /** Line by line to the end, or to the exit code that Lua asks for. */
  async hold(): Promise<number> {
    const { partner, lines, io } = this;
    let text = '';
    /** At a terminal somebody has seen the errors. */
    let code = 0;
    for (;;) {
      const line = await lines.next(text === '' ? 'rop> ' : '...> ');
      if (lines.isTerminal && typeof line !== 'string') io.stdout.write('\n');
      if (line === undefined && text === '') return code;
      if (line === CANCELLED) {
        text = '';
        continue;
      }
      if (line !== undefined) text = text === '' ? line : `${text}\n${line}`;
      this.isAsked = false;
      const answer = await partner.evaluate(text, line === undefined);
      if (typeof answer === 'number') return answer;
      if (answer !== 'more') text = '';
      if (answer === 'failed' && !lines.isTerminal) code = 1;
    }
  }

  /** Ctrl-C ends what runs, or else the line; where that is not heard, or there is no terminal, everything. */
  readonly hear = (signal: Signal): void => {
    const { partner, lines, io } = this;
    if (signal === 'SIGTERM') io.exit(143);
    else if (lines.isWaiting) lines.isTerminal ? lines.cancel() : io.exit(130);
    else if (this.isAsked) io.exit(130);
    else {
      this.isAsked = true;
      partner.interrupt();
    }
  };
}

/** `rop repl` */
export const repl: Command = {
  name: 'repl',
  summary: 'Runs Lua Torch line by line, as it is typed.',
  usage: '[--allow-exec]',
  options: { 'allow-exec': { help: 'let Lua run other programs (os.execute, io.popen)' } },
  notes: [
    'Values of expressions are shown; what is not complete goes on in the next line. An error leaves everything as it is.',
    'Tab completes names, fields behind a dot and methods behind a colon. Lines typed before are in ~/.rop_history.',
    'Ctrl-C ends what runs, or clears the line; Ctrl-D ends the session.',
    'As in rop run, Lua reads what it likes, and writes only below the working directory. Input may be a pipe: then an error makes',
    'the exit code 1.',
  ],
  run: async ({ switches }, io) => {
    if (!io.input) throw new CommandError('expected standard input, got none');
    const allowExec = switches.has('allow-exec');
    const partner = io.program ? new Thread({ allowExec }, io.program) : nearby(allowExec, io);
    const lines = new Lines(io.input, io.stdout, join(homedir(), '.rop_history'), (line) => partner.complete(line));
    const conversation = new Conversation(partner, lines, io);
    const signals: readonly Signal[] = ['SIGINT', 'SIGTERM'];
    for (const signal of signals) io.signals.on(signal, conversation.hear);
    if (lines.isTerminal) io.stdout.write(`torch-rop ${version()}, Lua 5.1. Ctrl-D ends.\n`);
    try {
      return await conversation.hold();
    } finally {
      for (const signal of signals) io.signals.off(signal, conversation.hear);
      lines.close();
      await partner.close();
    }
  },
};
