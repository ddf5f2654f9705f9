/** @file A conversation with Lua: texts one after the other, values shown, errors told, and the VM kept. */
import { LuaError } from './errors.js';
import { Interpreter, type InterpreterOptions } from './interpreter.js';
import { completeLua } from './scripts/complete.js';
import { showLua } from './scripts/show.js';
import { Exit } from './system-calls.js';
import { Interrupted } from './vm.js';

/** `more`: the text is the beginning of something. `failed`: it ended with an error. A number: the exit code that it asked for. */
export type Answer = 'done' | 'failed' | 'more' | number;

/** What the end of a line may become: all words that it may be, and the part of it that they replace. */
export type Completion = readonly [words: string[], part: string];

/** Names with dots and colons between them, the last perhaps begun. */
const NAMES = /(?:[A-Za-z_]\w*[.:])*(?:[A-Za-z_]\w*)?$/;

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
  /** A reference to the function that completes names. */
  private readonly completing: number;

  constructor({ report, ...options }: SessionOptions) {
    this.report = report;
    this.interpreter = new Interpreter(options);
    const { vm } = this.interpreter;
    this.interpreter.run("require 'torch'", '=rop');
    const own = (source: string, name: string): number => {
      vm.loadOwn(source, name);
      vm.call(0, 1);
      return vm.ref();
    };
    this.show = own(showLua, 'show');
    this.completing = own(completeLua, 'complete');
  }

  /** What may stand at the end of a line: globals, fields behind a dot, methods behind a colon. */
  complete(line: string): Completion {
    const { vm, values } = this.interpreter;
    const [part] = NAMES.exec(line) as RegExpExecArray;
    const [, before, separator = '', prefix] = /^(?:(.*)([.:]))?(.*)$/.exec(part) as RegExpExecArray;
    vm.pushRef(this.completing);
    for (const operand of [before ? before.split(/[.:]/) : [], separator, prefix]) values.push(operand);
    vm.call(3, 1);
    const words = values.at(-1) as string[];
    vm.pop(1);
    return [words.map((word) => part.slice(0, part.length - prefix.length) + word), part];
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
      return 'failed';
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
