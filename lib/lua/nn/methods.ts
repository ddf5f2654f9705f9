/** @file Methods of nn's classes as Lua calls them: passes at inputs that may be tables, results that stay the same tables. */
import { type Activation, NamedTable } from '../../nn/activation.js';
import type { Component } from '../../nn/component.js';
import { Criterion } from '../../nn/criterion.js';
import type { Module } from '../../nn/module.js';
import type { ComponentClass } from '../../nn/torch-table.js';
import { torch } from '../../tensor/index.js';
import type { Interpreter } from '../interpreter.js';
import { callFromOne } from '../torch/calls.js';
import { backward } from './backward.js';
import { inTorchsForm } from './errors.js';
import { methodBase } from './index-base.js';
import type { KeptTables } from './kept-tables.js';
import type { Patches } from './patches.js';
import type { Method } from './registered.js';
import { asBase } from './scripted-class.js';

/** Methods whose first operand is an input. */
const passes: ReadonlySet<string> = new Set([
  'forward',
  'backward',
  'updateOutput',
  'updateGradInput',
  'accGradParameters',
]);

/** Those of backward sweeps, which a container's base does for all its children. */
const sweeping: ReadonlySet<string> = new Set([
  'backward',
  'updateGradInput',
  'accGradParameters',
  'updateRGradInput',
  'accRGradParameters',
]);

/** An operand of a pass: a table with names is a NamedTable, and numbers in tables are tensors of one element, as Torch takes them. */
function activationOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const pieceOf = (piece: unknown): unknown =>
    typeof piece === 'number' ? torch.LongTensor([piece]) : activationOf(piece);
  if (Array.isArray(value)) return value.map(pieceOf);
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value).map(([name, piece]) => [name, pieceOf(piece)]);
  return new NamedTable(Object.fromEntries(entries) as Record<string, Activation>);
}

/** Whether it is an array that the component holds. */
function isTableOf(component: Component, value: unknown): value is unknown[] {
  return Array.isArray(value) && Object.values(component).includes(value);
}

export class ComponentMethods {
  private readonly interpreter: Interpreter;
  private readonly kept: KeptTables;
  private readonly patches: Patches;
  /** The inputs of criteria, for `criterion:rBackward(rInput, target)`. */
  private readonly points: WeakMap<object, unknown> = new WeakMap();
  /** The names of the last input's entries. */
  private readonly names: WeakMap<object, readonly string[]> = new WeakMap();

  constructor(interpreter: Interpreter, kept: KeptTables, patches: Patches) {
    this.interpreter = interpreter;
    this.kept = kept;
    this.patches = patches;
  }

  /** The first argument, which has to be a component of a class. */
  self(method: string, kind: ComponentClass): Component {
    const self = this.interpreter.objects.at(1);
    if (self instanceof kind) return self as Component;
    throw new TypeError(`bad argument #1 to '${method}' (nn.${kind.name} expected)`);
  }

  /** Pushes the method `f` of a class. */
  push(name: string, kind: ComponentClass, f: Method): void {
    const { vm, values } = this.interpreter;
    const base = methodBase(name);
    vm.pushFunction(() => {
      const self = this.self(name, kind);
      const mark = values.mark();
      try {
        const args = this.arguments(name, self);
        const isOverridden = (self as unknown as Record<string, unknown>)[name] !== f;
        const call = callOf(name, self, f, isOverridden);
        const result =
          isOverridden && sweeping.has(name)
            ? asBase(self, name, () => callFromOne(base, call, self, args))
            : callFromOne(base, call, self, args);
        if (name === 'clone') this.patches.claim(result as Component);
        return this.pushValue(self, result);
      } catch (error) {
        throw inTorchsForm(error);
      } finally {
        values.release(mark);
      }
    });
  }

  /** Pushes what a component holds or gave, and returns how many values that is. For one array it is always the same table. */
  pushValue(self: Component, value: unknown): number {
    if (!isTableOf(self, value)) return this.interpreter.values.pushResults(value);
    this.pushTable(self, value);
    return 1;
  }

  private arguments(name: string, self: Component): unknown[] {
    const args = this.interpreter.values.from(2);
    if (passes.has(name)) {
      for (const [i, arg] of args.entries()) args[i] = activationOf(arg);
      if (args[0] instanceof NamedTable) this.names.set(self, args[0].names);
      else this.names.delete(self);
    }
    if (self instanceof Criterion) {
      if (name === 'forward') this.points.set(self, args[0]);
      if (name === 'rBackward' && args.length === 2) args.unshift(this.points.get(self));
    }
    return args;
  }

  private pushTable(self: Component, array: readonly unknown[]): void {
    const { vm, values } = this.interpreter;
    const { api } = vm;
    this.kept.pushNew(array);
    const own = array instanceof NamedTable ? array.names : undefined;
    const keys = own ?? (array === (self as Module | Criterion).gradInput ? this.names.get(self) : undefined);
    if (keys) {
      for (const [i, key] of keys.entries()) {
        values.push(array[i]);
        vm.setField(-2, key);
      }
      return;
    }
    for (let i = 0; i < Math.max(array.length, api.lua_objlen(vm.L, -1)); i++) {
      values.push(array[i]);
      api.lua_rawseti(vm.L, -2, i + 1);
    }
  }
}

/** Called by a script, the low-level method is a pass; called by a method of the script's in its place, it is the base's. */
function callOf(name: string, self: Component, f: Method, isOverridden: boolean): Method {
  if (name === 'updateOutput' && !isOverridden) return (self as unknown as { forward: Method }).forward;
  if (name === 'backward') return (...given) => backward(self as Module | Criterion, f, given);
  return f;
}
