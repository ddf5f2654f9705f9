/** @file `require 'nn'`: every class of the registry in Lua, and classes written in Lua that extend them. */
import { type GradientTests, Jacobian, SparseJacobian } from '../../check/jacobian.js';
import { gaussNewtonDiagonal, lossDiagonal } from '../../curvature/diagonal.js';
import { type Activation, NamedTable } from '../../nn/activation.js';
import { Component } from '../../nn/component.js';
import { Criterion } from '../../nn/criterion.js';
import { Module } from '../../nn/module.js';
import * as tables from '../../nn/tables.js';
import type { ComponentClass } from '../../nn/torch-table.js';
import * as utils from '../../nn/utils.js';
import { torch } from '../../tensor/index.js';
import { NIL } from '../api.js';
import type { Interpreter } from '../interpreter.js';
import { nnLua } from '../scripts/nn.js';
import { nnTrainingLua } from '../scripts/nn-training.js';
import { nnUtilsLua } from '../scripts/nn-utils.js';
import { callFromOne, operands } from '../torch/calls.js';
import { backward } from './backward.js';
import { DerivedClass } from './derived.js';
import { inTorchsForm } from './errors.js';
import { fieldNames, getField, setField } from './fields.js';
import { connectionBase, constructorBase, methodBase, torchsArguments } from './index-base.js';
import { KeptTables } from './kept-tables.js';
import { ModuleList } from './module-list.js';
import { depthOf, type Method, methodsOf, parentOf, registry, staticsOf } from './registered.js';

/** What comes through Lua has labels that count from 1. */
function countLabelsFromOne(component: Component): void {
  const own = component as unknown as Record<string, unknown>;
  if ('indexBase' in own) own.indexBase = 1;
  for (const part of Object.values(own)) if (part instanceof Component) countLabelsFromOne(part);
}

/** Torch's functions of nn.Jacobian, and their images under R. */
const testNames = [
  ...['backward', 'backwardUpdate', 'forward', 'forwardUpdate', 'testAllUpdate', 'testIO', 'testJacobian'],
  ...['testJacobianParameters', 'testJacobianUpdateParameters', 'testROutput', 'testRGradInput'],
  ...['testRGradParameters', 'testHv'],
];

function testsOf(tests: GradientTests): Record<string, Method> {
  const methods = tests as unknown as Record<string, Method>;
  return Object.fromEntries(testNames.map((name) => [name, (...args) => methods[name](...args)]));
}

/** Methods whose first operand is an input. */
const passes: ReadonlySet<string> = new Set([
  'forward',
  'backward',
  'updateOutput',
  'updateGradInput',
  'accGradParameters',
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

/** Leaves the package at the top of the stack. */
export function openNn(interpreter: Interpreter): void {
  const { vm, values, objects, classes, derived } = interpreter;
  const { api } = vm;
  const kept = new KeptTables(vm);
  interpreter.kept = kept;
  /** Objects of classes written in Lua whose base's constructor has not run. */
  const unfinished = new WeakSet<object>();
  /** The inputs of criteria, for `criterion:rBackward(rInput, target)`. */
  const points = new WeakMap<object, unknown>();

  const component = (what: string, kind: ComponentClass): Component => {
    const self = objects.at(1);
    if (self instanceof kind) return self as Component;
    throw new TypeError(`bad argument #1 to '${what}' (nn.${kind.name} expected)`);
  };

  const construct = (kind: ComponentClass, args: readonly unknown[], as: ComponentClass = kind): Component => {
    const made = Reflect.construct(
      kind,
      operands(torchsArguments(kind.name, args), constructorBase(kind.name)),
      as,
    ) as Component;
    countLabelsFromOne(made);
    return made;
  };

  /** Finishes an object that a class written in Lua has made, by the constructor of its base. */
  const finish = (self: Component, kind: ComponentClass, args: readonly unknown[]): Component => {
    if (!unfinished.has(self)) return self;
    const made = construct(kind, args, self.constructor as ComponentClass);
    Object.assign(made, Object.fromEntries(Object.entries(self).filter(([, value]) => value !== undefined)));
    kept.move(self, made);
    objects.replace(self, made);
    return made;
  };

  /** The names of the last input's entries. */
  const names = new WeakMap<object, readonly string[]>();

  /** Pushes a table of a component's: for one array always the same table, as a script may compare. */
  const pushTable = (self: Component, array: readonly unknown[]): void => {
    kept.pushNew(array);
    const own = array instanceof NamedTable ? array.names : undefined;
    const keys = own ?? (array === (self as Module | Criterion).gradInput ? names.get(self) : undefined);
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
  };

  const pushMethod = (name: string, kind: ComponentClass, f: Method): void => {
    const base = methodBase(name);
    vm.pushFunction(() => {
      const self = component(name, kind);
      const mark = values.mark();
      try {
        const args = values.from(2);
        if (passes.has(name)) {
          for (const [i, arg] of args.entries()) args[i] = activationOf(arg);
          if (args[0] instanceof NamedTable) names.set(self, args[0].names);
          else names.delete(self);
        }
        if (self instanceof Criterion) {
          if (name === 'forward') points.set(self, args[0]);
          if (name === 'rBackward' && args.length === 2) args.unshift(points.get(self));
        }
        // Called by a script, the low-level method is a pass; called by a class of the script's, it is the base's.
        const own = (self as unknown as Record<string, unknown>)[name] === f;
        let call = f;
        if (name === 'updateOutput' && own) call = (self as unknown as { forward: Method }).forward;
        if (name === 'backward') call = (...given) => backward(self as Module | Criterion, f, given);
        const result = callFromOne(base, call, self, args);
        if (!isTableOf(self, result)) return values.pushResults(result);
        pushTable(self, result);
        return 1;
      } catch (error) {
        throw inTorchsForm(error);
      } finally {
        values.release(mark);
      }
    });
    vm.setField(-2, name);
  };

  const callLua =
    (metatable: number) =>
    (self: object, method: string, args: readonly unknown[]): unknown => {
      vm.pushRef(metatable);
      vm.getField(-1, method);
      api.lua_remove(vm.L, -2);
      values.push(self);
      for (const arg of args) values.push(arg);
      vm.call(args.length + 1, 1);
      const result = values.at(-1);
      vm.pop(1);
      return result;
    };

  /** Leaves the metatable of a class, with what is the same in all. */
  const pushMetatable = (typename: string, kind: ComponentClass): void => {
    classes.pushNew(typename);
    vm.pushFunction(() => {
      finish(component('__init', kind), kind, values.from(2));
      return 0;
    });
    vm.setField(-2, '__init');
  };

  const derive = (parent: string, typename: string): number => {
    const base = derived.get(parent)?.kind ?? registry[parent.replace(/^nn\./, '')];
    const kind = new DerivedClass(base, typename, (...call) => callLua(classes.ref(typename))(...call));
    derived.set(typename, kind);
    classes.pushNew(typename);
    return 1;
  };

  classes.name((object) => {
    if (object instanceof ModuleList) return 'nn.ModuleList';
    if (object instanceof Map) return 'nn.TensorCache';
    return object instanceof Component ? object.typename : undefined;
  });

  vm.loadOwn(nnLua, 'nn');
  api.lua_createtable(vm.L, 0, 128);
  for (const [name, kind] of Object.entries(registry)) {
    pushMetatable(`nn.${name}`, kind);
    const parent = parentOf(kind);
    if (parent !== undefined) {
      vm.pushText(`nn.${parent}`);
      vm.setField(-2, '__parentname');
    }
    for (const [method, f] of methodsOf(kind)) pushMethod(method, kind, f);
    for (const [key, f] of staticsOf(kind)) {
      values.push((...args: unknown[]) => f.apply(kind, args));
      vm.setField(-2, key);
    }
    vm.setField(-2, name);
  }
  classes.pushNew('nn.TensorCache');
  vm.pop(1);
  classes.pushNew('nn.ModuleList');
  vm.setField(-2, 'ModuleList');

  const connections = Object.entries(tables).map(([name, make]) => [
    name,
    (...args: unknown[]) => callFromOne(connectionBase, make as Method, undefined, args),
  ]);
  values.push({
    tables: Object.fromEntries(connections),
    names: Object.keys(registry).sort((a, b) => depthOf(registry[a]) - depthOf(registry[b])),
    construct: (name: string, ...args: unknown[]) => construct(registry[name], args),
    make: (typename: string) => {
      const blank = Object.create((derived.get(typename) as DerivedClass).kind.prototype) as Component;
      unfinished.add(blank);
      return blank;
    },
    finish: (self: Component, typename: string) => {
      const { kind } = derived.get(typename) as DerivedClass;
      return finish(self, Object.getPrototypeOf(kind.prototype).constructor, []);
    },
    define: (typename: string, method: string) => (derived.get(typename) as DerivedClass).define(method),
    set: setField,
    fieldNames,
    text: String,
    sizeOf: (list: ModuleList) => list.size(),
    item: (list: ModuleList, i: unknown) => list.get(i),
    setItem: (list: ModuleList, i: unknown, module: unknown) => list.set(i, module),
    insertItem: (list: ModuleList, ...args: unknown[]) => list.insert(...args),
    removeItem: (list: ModuleList, i?: unknown) => list.remove(i),
    isModule: (x: unknown) => x instanceof Module,
  });
  for (const [name, f] of Object.entries({
    get: (): number => {
      const self = component('__index', Component as unknown as ComponentClass);
      if (kept.push(self)) {
        api.lua_pushvalue(vm.L, 2);
        api.lua_rawget(vm.L, -2);
        if (api.lua_type(vm.L, -1) !== NIL) return 1;
      }
      const key = vm.text(2);
      const value = key === undefined ? undefined : getField(self, key);
      if (isTableOf(self, value)) pushTable(self, value);
      else values.push(value);
      return 1;
    },
    kept: (): number => (kept.push(objects.at(1) as object) ? 1 : 0),
    keep: (): number => {
      kept.pushNew(objects.at(1) as object);
      return 1;
    },
    derive: (): number => derive(vm.text(1) as string, vm.text(2) as string),
  })) {
    vm.pushFunction(f);
    vm.setField(-2, name);
  }
  vm.call(2, 1);
  vm.loadOwn(nnUtilsLua, 'nn-utils');
  values.push({
    newCache: () => new Map(),
    convert: utils.recursiveType,
    addSingletonDimension: utils.addSingletonDimension,
    contiguousView: utils.contiguousView,
  });
  vm.call(1, 0);
  vm.loadOwn(nnTrainingLua, 'nn-training');
  values.push({
    jacobian: testsOf(Jacobian),
    sparseJacobian: testsOf(SparseJacobian),
    parameterFields: (module: Module) =>
      module.parameterNames().filter((name) => (module as unknown as Record<string, unknown>)[name] !== undefined),
    diagonal: gaussNewtonDiagonal,
    lossDiagonal,
  });
  vm.call(1, 0);
}
