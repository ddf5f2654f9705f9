/** @file Finds the command, runs it, and turns what it throws into one line and an exit code. */
import { suggestion } from '../lib/io/nearest.js';
import type { Command } from './arguments.js';
import { divided, helpText, parse } from './arguments.js';
import { check } from './commands/check.js';
import { convert } from './commands/convert.js';
import { coverage } from './commands/coverage.js';
import { hv } from './commands/hv.js';
import { info } from './commands/info.js';
import { landscape } from './commands/landscape.js';
import { repl } from './commands/repl.js';
import { run as runScript } from './commands/run.js';
import { show } from './commands/show.js';
import { spectrum } from './commands/spectrum.js';
import { train } from './commands/train.js';
import { type Io, UsageError } from './io.js';
import { version } from './version.js';

export const commands: readonly Command[] = [
  train,
  hv,
  spectrum,
  landscape,
  check,
  coverage,
  show,
  convert,
  runScript,
  repl,
  info,
];

function overview(): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    'Usage: rop COMMAND [OPTIONS]',
    '',
    'Neural networks in the manner of Lua Torch, with exact Hessian-vector products.',
    '',
    'Commands:',
    ...lines,
    '',
    'rop COMMAND --help lists the options of a command; rop --version prints the version.',
    '',
  ].join('\n');
}

async function run(command: Command, args: readonly string[], io: Io): Promise<number> {
  const [own] = divided(command, args);
  if (own.includes('--help') || own.includes('-h')) {
    io.stdout.write(helpText(command));
    return 0;
  }
  return command.run(parse(command, args), io);
}

/** Errors of any kind as one line: nothing of a file that is shown in a message may break it. */
function oneLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replaceAll(/\s*\n\s*/g, ' ');
}

/** Runs `rop` with these arguments; resolves to the exit code. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const [first, ...rest] = argv;
  const command = commands.find(({ name }) => name === first);
  const who = command ? `rop ${command.name}` : 'rop';
  try {
    if (command) return await run(command, rest, io);
    if (first === undefined || first === '--help' || first === '-h' || first === 'help') io.stdout.write(overview());
    else if (first === '--version' || first === '-V') io.stdout.write(`${version()}\n`);
    else if (first.startsWith('-')) throw new UsageError(`unknown option '${first}'`);
    else
      throw new UsageError(
        `unknown command '${first}'${suggestion(
          first,
          commands.map(({ name }) => name),
        )}`,
      );
    return 0;
  } catch (error) {
    const usage = error instanceof UsageError;
    io.stderr.write(`${who}: ${oneLine(error)}${usage ? ` (see ${who} --help)` : ''}\n`);
    return usage ? 2 : 1;
  }
}
