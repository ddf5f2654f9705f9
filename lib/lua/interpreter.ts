/** @file Lua for Torch scripts: a VM, the objects of this library in it, and packages by `require`. */
import process from 'node:process';
import { Classes } from './classes.js';
import type { DerivedClass } from './nn/derived.js';
import { KeptTables } from './nn/kept-tables.js';
import { Patches } from './nn/patches.js';
import type { CallLua } from './nn/scripted-class.js';
import { Objects } from './objects.js';
import { absent, packages } from './packages.js';
import { Permissions } from './permissions.js';
import { baseLua } from './scripts/base.js';
import { operatingSystem } from './system.js';
import { type Output, writeToProcess } from './system-calls.js';
import { Values } from './values.js';
import { Vm } from './vm.js';

export interface InterpreterOptions {
  /** Where scripts may write; by default the working directory. */
  folder?: string;
  /** Whether `os.execute` and `io.popen` work. */
  allowExec?: boolean;
  output?: Output;
  /** Asked now and then while Lua runs: whether to end it with the error 'interrupted!'. */
  interrupted?: () => boolean;
}

export class Interpreter {
  readonly vm: Vm;
  readonly objects: Objects;
  readonly values: Values;
  readonly classes: Classes;
  readonly permissions: Permissions;
  /** What scripts add to nn: classes by name, methods of its own classes, and tables that belong to components. */
  readonly derived: Map<string, DerivedClass> = new Map();
  readonly patches: Patches = new Patches(
    (typename) => this.callMethod(typename),
    (...call) => this.callField(...call),
  );
  readonly kept: KeptTables;

  constructor({
    folder = process.cwd(),
    allowExec = false,
    output = writeToProcess,
    interrupted,
  }: InterpreterOptions = {}) {
    this.permissions = new Permissions(folder, allowExec);
    this.vm = new Vm({ permissions: this.permissions, output, interrupted });
    this.classes = new Classes(this.vm);
    this.objects = new Objects(this.vm, this.classes);
    this.values = new Values(this.vm, this.objects);
    this.kept = new KeptTables(this.vm);
    this.vm.loadOwn(baseLua, 'base');
    this.values.push({ ...operatingSystem(this.permissions), packages: Object.keys(packages) });
    this.vm.call(1, 0);
    for (const [name, open] of Object.entries({ ...packages, ...absent })) this.preload(name, () => open(this));
  }

  /** Runs a chunk and returns what it returns. `name` is how errors call it: `@FILE` or `=WORDS`. @throws LuaError, Exit */
  run(source: string | Uint8Array, name: string, args: readonly string[] = []): unknown[] {
    const { vm, values } = this;
    const base = vm.api.lua_gettop(vm.L);
    try {
      vm.load(source, name);
      vm.reserve(args.length);
      for (const arg of args) vm.pushText(arg);
      vm.call(args.length, -1);
      const results = values.from(base + 1);
      vm.pop(results.length);
      return results;
    } finally {
      vm.api.fflush(0);
    }
  }

  /** What calls the methods that a class has in Lua. */
  callMethod(typename: string): CallLua {
    const { vm } = this;
    const metatable = this.classes.ref(typename);
    return (self, method, args) => {
      vm.pushRef(metatable);
      vm.getField(-1, method);
      vm.api.lua_remove(vm.L, -2);
      this.values.push(self);
      return this.callPushed(args);
    };
  }

  /** Calls the function that an object has in a field. */
  readonly callField: CallLua = (self, method, args) => {
    const { vm } = this;
    this.values.push(self);
    vm.getField(-1, method);
    vm.api.lua_insert(vm.L, -2);
    return this.callPushed(args);
  };

  /** Calls the function and the object at the top of the stack with these arguments. */
  private callPushed(args: readonly unknown[]): unknown {
    const { vm, values } = this;
    for (const arg of args) values.push(arg);
    vm.call(args.length + 1, 1);
    const result = values.at(-1);
    vm.pop(1);
    return result;
  }

  /** Makes a function of JavaScript global. */
  setFunction(name: string, f: (...args: unknown[]) => unknown): void {
    this.values.push(f);
    this.vm.setGlobal(name);
  }

  /** The global `arg` of a script, as Lua's own command makes it: the script at 0, its arguments from 1 on. */
  setArguments(name: string, args: readonly string[]): void {
    const { vm, values } = this;
    values.push(args);
    vm.pushText(name.slice(1));
    vm.api.lua_rawseti(vm.L, -2, 0);
    vm.setGlobal('arg');
  }

  /** Takes away what the scripts left: temporary files. */
  close(): void {
    this.vm.api.fflush(0);
    this.permissions.release();
  }

  /** `require name` calls `open`, which leaves the package at the top of the stack. */
  private preload(name: string, open: () => void): void {
    const { vm } = this;
    vm.getGlobal('package');
    vm.getField(-1, 'preload');
    vm.pushFunction(() => {
      open();
      return 1;
    });
    vm.setField(-2, name);
    vm.pop(2);
  }
}
