/** @file One Lua state: running chunks, functions of JavaScript in it, and errors both ways. */

import { withSmallMemory } from '../tensor/small-memory.js';
import {
  type Api,
  type CFunction,
  COUNT_HOOK,
  GLOBALS,
  NIL,
  NUMBER,
  REGISTRY,
  SET_PAUSE,
  STRING,
  type State,
  UPVALUE,
} from './api.js';
import { type Engine, LONG_JUMP, loadEngine } from './engine.js';
import { LuaError } from './errors.js';
import type { Memory } from './memory.js';
import type { Permissions } from './permissions.js';
import { Exit, type Output, systemCalls } from './system-calls.js';

/** How the names of this library's own scripts begin. */
export const OWN_SCRIPT = '[rop ';

/** LuaJIT's `goto name` and `::name::`, and what the compiler says at them. */
const GOTO = /\bgoto\s+[A-Za-z_]\w*|::\w+::/;
const GOTO_FAULT = /'=' expected near '\w+'$|unexpected symbol near ':'$/;

/** How many calls up a place is looked for. */
const FARTHEST = 10;

/**
 * Lua's own is 200. Between two collections the objects behind dead userdata live on, and it is JavaScript's collector that pays: it moves
 * what survives. A tensor made in a loop costs half as much so.
 */
const PAUSE = 130;

/** How many instructions run between two looks at `interrupted`. */
const PATIENCE = 10000;

export interface VmOptions {
  permissions: Permissions;
  output: Output;
  /** Whether somebody wants the running chunk to end. */
  interrupted?: () => boolean;
}

/** Why a chunk ended that `interrupted` asked to end. */
export class Interrupted extends Error {
  override readonly name: string = 'Interrupted';
}

export class Vm {
  readonly api: Api;
  readonly memory: Memory;
  /** The state that runs: the main one or a coroutine. */
  L: State;
  private readonly engine: Engine;
  private readonly functions: CFunction[] = [];
  private readonly dispatcher: number;
  private readonly handler: number;
  private readonly traceback: number;
  /** The last error of JavaScript that became one of Lua. */
  private lastError: { message: string; error: unknown } | undefined = undefined;
  private lastTraceback: string = '';
  private hook: number = 0;
  /** Whether the chunk that runs has been interrupted. */
  private ending: boolean = false;
  private depth: number = 0;

  constructor({ permissions, output, interrupted }: VmOptions) {
    this.engine = loadEngine(systemCalls(permissions, output));
    this.api = this.engine.api;
    this.memory = this.engine.memory;
    const { api } = this;
    this.dispatcher = this.engine.pointer((L) => this.dispatch(L));
    this.L = api.luaL_newstate();
    api.luaL_openlibs(this.L);
    api.lua_gc(this.L, SET_PAUSE, PAUSE);
    this.getGlobal('debug');
    this.getField(-1, 'traceback');
    this.traceback = this.ref();
    this.pop(1);
    this.pushFunction((L) => this.handle(L));
    this.handler = this.ref();
    if (interrupted) {
      this.hook = this.engine.hookPointer((L) => {
        this.ending ||= interrupted();
        if (!this.ending) return;
        // A script that catches the error meets it again at its next instruction.
        api.lua_sethook(L, this.hook, COUNT_HOOK, 1);
        this.throwInto(L, new Interrupted('interrupted!'), 0);
      });
      api.lua_sethook(this.L, this.hook, COUNT_HOOK, PATIENCE);
    }
  }

  pop(n: number): void {
    this.api.lua_settop(this.L, -n - 1);
  }

  /** Pops the value at the top and keeps it in the registry. */
  ref(): number {
    return this.api.luaL_ref(this.L, REGISTRY);
  }

  unref(ref: number): void {
    this.api.luaL_unref(this.L, REGISTRY, ref);
  }

  pushRef(ref: number): void {
    this.api.lua_rawgeti(this.L, REGISTRY, ref);
  }

  pushText(text: string | Uint8Array): void {
    this.memory.withText(text, (pointer, length) => this.api.lua_pushlstring(this.L, pointer, length));
  }

  /** The text (or number, as text) at `index`; undefined for anything else. */
  text(index: number): string | undefined {
    const { api, memory } = this;
    const type = api.lua_type(this.L, index);
    if (type !== STRING && type !== NUMBER) return undefined;
    const pointer = api.lua_tolstring(this.L, index, 0);
    return memory.text(pointer, api.lua_objlen(this.L, index));
  }

  /** Like `text`, the bytes as they are: a copy. */
  bytes(index: number): Uint8Array {
    const pointer = this.api.lua_tolstring(this.L, index, 0);
    return this.memory.bytes.slice(pointer, pointer + this.api.lua_objlen(this.L, index));
  }

  /** Makes room for n values more than the few that Lua leaves room for by itself. @throws RangeError where there is none */
  reserve(n: number): void {
    if (this.api.lua_checkstack(this.L, n + 8) === 0) throw new RangeError('stack overflow');
  }

  pushFunction(f: CFunction): void {
    this.functions.push(f);
    this.api.lua_pushnumber(this.L, this.functions.length - 1);
    this.api.lua_pushcclosure(this.L, this.dispatcher, 1);
  }

  getField(index: number, name: string): void {
    this.memory.withText(name, (pointer) => this.api.lua_getfield(this.L, index, pointer));
  }

  getGlobal(name: string): void {
    this.getField(GLOBALS, name);
  }

  /** table[name] = the value at the top, which is popped; no metamethods. */
  setField(index: number, name: string): void {
    const table = index < 0 && index > REGISTRY ? index - 1 : index;
    this.pushText(name);
    this.api.lua_insert(this.L, -2);
    this.api.lua_rawset(this.L, table);
  }

  setGlobal(name: string): void {
    this.setField(GLOBALS, name);
  }

  /** Compiles a script of this library's own. */
  loadOwn(source: string, name: string): void {
    this.load(source, `=${OWN_SCRIPT}${name}]`);
  }

  /** Compiles a chunk and leaves it as a function. `name` is `@FILE`, or `=WORDS` for what is no file. */
  load(source: string | Uint8Array, name: string): void {
    const status = this.memory.withText(name, (chunk) =>
      this.memory.withText(withoutProgramLine(source), (bytes, length) =>
        this.api.luaL_loadbuffer(this.L, bytes, length, chunk),
      ),
    );
    if (status === 0) return;
    const error = this.popError('');
    const text = typeof source === 'string' ? source : new TextDecoder().decode(source);
    if (!GOTO.test(text) || !GOTO_FAULT.test(error.message)) throw error;
    throw new LuaError(`${error.message}: this is Lua 5.1, which has no goto`, '', undefined, error);
  }

  /** Calls the function under its `args` arguments; all of them are replaced by the results. @throws LuaError, Exit */
  call(args: number, results: number): void {
    const { api, L } = this;
    const base = api.lua_gettop(L) - args;
    this.pushRef(this.handler);
    api.lua_insert(L, base);
    this.depth++;
    const status = withSmallMemory(() => api.lua_pcall(L, args, results, base));
    this.depth--;
    this.L = L;
    if (this.ending && this.depth === 0) {
      this.ending = false;
      api.lua_sethook(L, this.hook, COUNT_HOOK, PATIENCE);
    }
    api.lua_remove(L, base);
    if (status !== 0) throw this.popError(this.lastTraceback);
  }

  /** Makes an error one of the Lua function `level` calls up; never returns. */
  private throwInto(L: State, error: unknown, level: number = 1): never {
    const { api } = this;
    this.L = L;
    if (error instanceof LuaError && error.value !== undefined) {
      this.pushRef(error.value);
      this.unref(error.value);
    } else {
      const message = error instanceof Error ? error.message : String(error);
      const overflow = error instanceof RangeError && /call stack/.test(message);
      // A LuaError has its place in it already.
      if (error instanceof LuaError) this.pushText(message);
      else {
        this.pushPlace(level);
        this.pushText(overflow ? 'stack overflow' : message);
        api.lua_concat(L, 2);
      }
      this.lastError = { message: this.text(-1) as string, error };
    }
    api.lua_error(L);
    throw LONG_JUMP;
  }

  /** `file:line: ` of the innermost function of Lua, from so many levels up, that is not of our own scripts. */
  private pushPlace(level: number): void {
    for (const end = level + FARTHEST; level < end; level++) {
      this.api.luaL_where(this.L, level);
      const place = this.text(-1);
      if (place !== '' && !place?.startsWith(OWN_SCRIPT)) return;
      this.pop(1);
    }
    this.pushText('');
  }

  private dispatch(L: State): number {
    const outer = this.L;
    this.L = L;
    try {
      return this.functions[this.api.lua_tonumber(L, UPVALUE)](L);
    } catch (error) {
      if (error === LONG_JUMP || error instanceof Exit || error instanceof WebAssembly.RuntimeError) throw error;
      return this.throwInto(L, error);
    } finally {
      this.L = outer;
    }
  }

  /** The message handler of pcall: leaves the error as it is, and remembers where it came from. */
  private handle(L: State): number {
    const { api } = this;
    this.pushRef(this.traceback);
    this.pushText('');
    api.lua_pushnumber(L, 2);
    const status = api.lua_pcall(L, 2, 1, 0);
    this.lastTraceback = status === 0 ? (this.text(-1) ?? '').trimStart() : '';
    this.pop(1);
    return 1;
  }

  private popError(traceback: string): LuaError {
    const message = this.text(-1);
    if (message === undefined) {
      const type = this.api.lua_type(this.L, -1) === NIL ? 'nil' : 'no text';
      return new LuaError(`(error object is ${type})`, traceback, this.ref());
    }
    this.pop(1);
    const last = this.lastError;
    if (last?.message !== message) return new LuaError(message, traceback);
    const inner = last.error instanceof LuaError ? `${last.error.traceback}\n` : '';
    return new LuaError(message, inner + traceback, undefined, last.error);
  }
}

/** Without a first line like `#!/usr/bin/env th`; the lines keep their numbers. */
function withoutProgramLine(source: string | Uint8Array): string | Uint8Array {
  if (typeof source === 'string') return source.replace(/^#[^\n]*/, '');
  const isProgram = source[0] === 0x23;
  return isProgram ? source.subarray(Math.max(0, source.indexOf(0x0a))) : source;
}
