/** @file rop run: Lua Torch scripts on this library. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import type { Command } from '../arguments.js';
import { CommandError, UsageError } from '../io.js';
import { runScript, type Script } from '../lua/script.js';
import { runInThread } from '../lua/thread.js';

function bytesOf(file: string): Uint8Array {
  if (!existsSync(file)) throw new CommandError(`expected a Lua script, got no file '${file}'`);
  if (statSync(file).isDirectory()) throw new CommandError(`expected a Lua script, got the folder '${file}'`);
  return readFileSync(file);
}

/** `rop run` */
export const run: Command = {
  name: 'run',
  summary: 'Runs a Lua Torch script on this library.',
  usage: '[--allow-exec] FILE.lua [ARGUMENTS] | -e CODE',
  options: {
    eval: { value: 'CODE', short: 'e', help: 'run this text' },
    'allow-exec': { help: 'let the script run other programs (os.execute, io.popen)' },
  },
  positional: 'FILE.lua',
  passesOn: true,
  notes: [
    "Lua 5.1, with the extras of LuaJIT that Torch scripts use, after require 'torch'. Indices count from 1, as in Torch.",
    'A script reads what it likes, and writes only below the working directory; a file of os.tmpname() lasts as long as the',
    'script. What follows FILE.lua is for the script, in `...` and `arg`.',
  ],
  run: async ({ values, switches, positionals }, io) => {
    const code = values.get('eval');
    const [file, ...args] = positionals;
    if ((code === undefined) === (file === undefined)) {
      throw new UsageError(`expected a Lua script or -e CODE, got ${file === undefined ? 'neither' : 'both'}`);
    }
    const script: Script = {
      source: code ?? bytesOf(file),
      name: code === undefined ? `@${file}` : '=(command line)',
      args,
      allowExec: switches.has('allow-exec'),
    };
    if (io.program) return runInThread(script, io.program, io);
    const text = new TextDecoder();
    return runScript(script, {
      output: (fd, bytes) => (fd === 1 ? io.stdout : io.stderr).write(text.decode(bytes)),
      report: (message) => io.stderr.write(`rop run: ${message}`),
    });
  },
};
