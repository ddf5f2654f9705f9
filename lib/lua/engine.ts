/** @file Lua 5.1 in WebAssembly: loads the VM of the package wasmoon-lua5.1, with an operating system of our own under it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Api, CFunction, Hook } from './api.js';
import { functionPointer } from './function-pointer.js';
import { Memory } from './memory.js';

/** What C's `longjmp` throws through frames of WebAssembly. It is none of ours to catch. */
export const LONG_JUMP: unique symbol = Symbol('longjmp');

/** How deep C may nest is a matter of the stack it has; the 64 kB that the VM was linked with overflow in nested gsub. */
const STACK = 2 ** 21;

/** System calls by the names that the VM imports them by. */
export type SystemCalls = Readonly<Record<string, (...args: number[]) => number>>;

export interface Engine {
  readonly api: Api;
  readonly memory: Memory;
  /** A pointer that C can call. */
  pointer(f: CFunction): number;
  hookPointer(f: Hook): number;
}

const vm = 'wasmoon-lua5.1';

let compiled: WebAssembly.Module | undefined;

function compile(): WebAssembly.Module {
  if (compiled) return compiled;
  let file: string;
  try {
    file = createRequire(import.meta.url).resolve(`${vm}/dist/liblua5.1.wasm`);
  } catch (cause) {
    throw new Error(`Lua: expected the optional package ${vm}, got none; install it: npm install ${vm}`, { cause });
  }
  compiled = new WebAssembly.Module(readFileSync(file));
  return compiled;
}

/** A VM of its own, with its own memory. @throws where the optional package is missing, and names it */
export function loadEngine(calls: (memory: Memory) => SystemCalls): Engine {
  const module = compile();
  const memory = new Memory();
  const given: Record<string, (...args: number[]) => unknown> = {
    ...calls(memory),
    emscripten_memcpy_js: (to, from, n) => memory.bytes.copyWithin(to, from, from + n),
    emscripten_resize_heap: (size) => memory.grow(size),
    _emscripten_throw_longjmp: () => {
      throw LONG_JUMP;
    },
    // A call under setjmp. LONG_JUMP is what longjmp throws; all else passes through the VM to whoever started it.
    invoke_vii: (f, a, b) => {
      const stack = api.stackSave();
      try {
        (table.get(f) as (a: number, b: number) => void)(a, b);
      } catch (error) {
        if (error !== LONG_JUMP) throw error;
        api.stackRestore(stack);
        api.setThrew(1, 0);
      }
    },
  };
  const imports: Record<string, Record<string, (...args: number[]) => unknown>> = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    imports[from][name] = given[name] ?? missing(name);
  }
  const instance = new WebAssembly.Instance(module, imports as WebAssembly.Imports);
  const exported = instance.exports as unknown as Api & {
    memory: WebAssembly.Memory;
    __indirect_function_table: WebAssembly.Table;
    __wasm_call_ctors(): void;
  };
  const api: Api = exported;
  const table = exported.__indirect_function_table;
  exported.__wasm_call_ctors();
  memory.attach(exported.memory, api);
  api.stackRestore(api.malloc(STACK) + STACK);
  return {
    api,
    memory,
    pointer: (f) => functionPointer(table, 'function', f),
    hookPointer: (f) => functionPointer(table, 'hook', f),
  };
}

/** Parts of C's library that nothing calls, because the Lua functions that would are replaced by ours. */
function missing(name: string): () => never {
  return () => {
    throw new Error(`Lua: expected no call of ${name}, got one`);
  };
}
