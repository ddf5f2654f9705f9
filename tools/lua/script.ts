/** @file Runs one Lua script and tells how it ended. */
import { Exit, Interpreter, Interrupted, LuaError } from '../../lib/lua/index.js';

export interface Script {
  /** The chunk, or the bytes of its file. */
  source: string | Uint8Array;
  /** How errors call it: `@FILE`, or `=WORDS`. */
  name: string;
  args: readonly string[];
  allowExec: boolean;
}

/** Where the script's text goes, and what asks whether to end it. */
export interface Surroundings {
  output?: (fd: number, bytes: Uint8Array) => void;
  /** Writes a message about the script. */
  report: (text: string) => void;
  interrupted?: () => boolean;
}

/** Runs the script, after `require 'torch'` as Torch's own `th` does; returns the exit code. */
export function runScript(
  { source, name, args, allowExec }: Script,
  { output, report, interrupted }: Surroundings,
): number {
  const interpreter = new Interpreter({ allowExec, output, interrupted });
  try {
    interpreter.run("require 'torch'", '=rop');
    interpreter.setArguments(name, args);
    interpreter.run(source, name, args);
    return 0;
  } catch (error) {
    if (error instanceof Exit) return error.code;
    if (!(error instanceof LuaError)) throw error;
    if (error.cause instanceof Interrupted) {
      report('interrupted\n');
      return 130;
    }
    report(`${error.message}\n${error.traceback ? `${error.traceback}\n` : ''}`);
    return 1;
  } finally {
    interpreter.close();
  }
}
