/** @file Lua for specs: chunks that are run for what they return, for what they print, and for the error they end with. */
import { createRequire } from 'node:module';
import type { Test } from 'uvu';
import { suite } from 'uvu';
import { Interpreter, type InterpreterOptions, LuaError } from '../../../lib/lua/index.js';
import { thrown } from '../../errors.js';

const vm = 'wasmoon-lua5.1';

function isInstalled(): boolean {
  try {
    createRequire(import.meta.url).resolve(vm);
    return true;
  } catch {
    return false;
  }
}

/** A suite of specs that need the VM: where the optional package is missing it says so, and has none. */
export function luaSuite(name: string): Test {
  const specs = suite(name);
  if (isInstalled()) return specs;
  console.log(`${name}: skipped, for want of the optional package ${vm}`);
  return Object.assign((title: string) => specs.skip(title), specs) as Test;
}

/** What a chunk returns, after `require 'torch'`. */
export function run(source: string, options: InterpreterOptions = {}): unknown[] {
  const lua = new Interpreter(options);
  try {
    lua.run("require 'torch'", '=setup');
    return lua.run(source, '=chunk');
  } finally {
    lua.close();
  }
}

/** What a chunk prints. */
export function printed(source: string, options: InterpreterOptions = {}): string {
  const text = new TextDecoder();
  let all = '';
  run(source, {
    ...options,
    output: (_, bytes) => {
      all += text.decode(bytes);
    },
  });
  return all;
}

/** The error that a chunk ends with. */
export function failure(source: string, options: InterpreterOptions = {}): LuaError {
  const error = thrown(() => run(source, options));
  if (error instanceof LuaError) return error;
  throw error;
}
