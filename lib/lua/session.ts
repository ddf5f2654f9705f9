/** @file A conversation with Lua: texts one after the other, values shown, errors told, and the VM kept. */
import { LuaError } from './errors.js';
import { Interpreter, type InterpreterOptions } from './interpreter.js';
import { showLua } from './scripts/show.js';
import { Exit } from './system-calls.js';
import { Interrupted } from './vm.js';

/** `more`: the text is the beginning of something. A number: the exit code that the text asked for. */
export type Answer = 'done' | 'more' | number;

export interface SessionOptions extends Pick<InterpreterOptions, 'allowExec' | 'output' | 'interrupted'> {
  /** Writes a message about a text, which ends with a newline. */
  report: (text: string) => void;
}

const NAME = '=stdin';

export class Session {
  private readonly interpreter: Interpreter;
  private readonly report: (text: string) => void;
  /** A reference to the function that shows values. */
  private readonly show: number;

  constructor({ report, ...options }: SessionOptions) {
    this.report = report;
    this.interpreter = new Interpreter(options);
    const { vm } = this.interpreter;
    this.interpreter.run("require 'torch'", '=rop');
    vm.loadOwn(showLua, 'show');
    vm.call(0, 1);
    this.show = vm.ref();
  }

  /** Runs a text: an expression, also behind `=`, is shown. `isWhole` says that nothing can come behind it. */
  evaluate(text: string, isWhole: boolean = false): Answer {
    const { vm } = this.interpreter;
    const base = vm.api.lua_gettop(vm.L);
    try {
      this.load(text);
      vm.call(0, -1);
      const count = vm.api.lua_gettop(vm.L) - base;
      vm.pushRef(this.show);
      vm.api.lua_insert(vm.L, base + 1);
      vm.call(count, 0);
      return 'done';
    } catch (error) {
      if (error instanceof Exit) return error.code;
      if (!(error instanceof LuaError)) throw error;
      vm.api.lua_settop(vm.L, base);
      if (!isWhole && isUnfinished(error)) return 'more';
      const isInterrupted = error.cause instanceof Interrupted;
      this.report(isInterrupted ? 'interrupted\n' : `${error.message}\n${error.traceback && `${error.traceback}\n`}`);
      return 'done';
    } finally {
      vm.api.fflush(0);
    }
  }

  close(): void {
    this.interpreter.close();
  }

  private load(text: string): void {
    const { vm } = this.interpreter;
    try {
      vm.load(`return ${text.replace(/^\s*=/, '')}`, NAME);
    } catch (error) {
      // Where it is no expression, what is wrong with it as a statement says more.
      if (!(error instanceof LuaError)) throw error;
      vm.load(text, NAME);
    }
  }
}

/** Whether the compiler came to the end and wanted more. */
function isUnfinished({ message, traceback }: LuaError): boolean {
  return traceback === '' && message.endsWith("near '<eof>'");
}
