/** @file `require 'nn'`: every class of the registry in Lua, and classes written in Lua that extend them. */
import { type GradientTests, Jacobian, SparseJacobian } from '../../check/jacobian.js';
import { gaussNewtonDiagonal, lossDiagonal } from '../../curvature/diagonal.js';
import { Component } from '../../nn/component.js';
import { Module } from '../../nn/module.js';
import * as tables from '../../nn/tables.js';
import type { ComponentClass } from '../../nn/torch-table.js';
import * as utils from '../../nn/utils.js';
import { NIL } from '../api.js';
import type { Interpreter } from '../interpreter.js';
import { nnLua } from '../scripts/nn.js';
import { nnTrainingLua } from '../scripts/nn-training.js';
import { nnUtilsLua } from '../scripts/nn-utils.js';
import { callFromOne } from '../torch/calls.js';
import { DerivedClass } from './derived.js';
import { fieldNames, getField, setField } from './fields.js';
import { connectionBase } from './index-base.js';
import { Making } from './making.js';
import { ComponentMethods } from './methods.js';
import { ModuleList } from './module-list.js';
import { depthOf, type Method, methodsOf, parentOf, registry, staticsOf } from './registered.js';

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

/** What the script of nn calls to show a list of modules as a table. */
const ofLists = {
  sizeOf: (list: ModuleList) => list.size(),
  item: (list: ModuleList, i: unknown) => list.get(i),
  setItem: (list: ModuleList, i: unknown, module: unknown) => list.set(i, module),
  insertItem: (list: ModuleList, ...args: unknown[]) => list.insert(...args),
  removeItem: (list: ModuleList, i?: unknown) => list.remove(i),
};

/** Leaves the package at the top of the stack. */
export function openNn(interpreter: Interpreter): void {
  const { vm, values, objects, classes, derived, kept, patches } = interpreter;
  const { api } = vm;
  const making = new Making(interpreter, kept, patches);
  const methods = new ComponentMethods(interpreter, kept, patches);
  const derivedOf = (typename: string): ComponentClass => (derived.get(typename) as DerivedClass).kind;

  /** Leaves the metatable of a registered class. */
  const pushClass = (name: string, kind: ComponentClass): void => {
    classes.pushNew(`nn.${name}`);
    vm.pushFunction(() => {
      making.finish(methods.self('__init', kind), kind, values.from(2));
      return 0;
    });
    vm.setField(-2, '__init');
    const parent = parentOf(kind);
    if (parent !== undefined) {
      vm.pushText(`nn.${parent}`);
      vm.setField(-2, '__parentname');
    }
    for (const [method, f] of methodsOf(kind)) {
      methods.push(method, kind, f);
      vm.setField(-2, method);
    }
    for (const [key, f] of staticsOf(kind)) {
      values.push((...args: unknown[]) => f.apply(kind, args));
      vm.setField(-2, key);
    }
  };

  classes.name((object) => {
    if (object instanceof ModuleList) return 'nn.ModuleList';
    if (object instanceof Map) return 'nn.TensorCache';
    return object instanceof Component ? object.typename : undefined;
  });

  vm.loadOwn(nnLua, 'nn');
  api.lua_createtable(vm.L, 0, 128);
  for (const [name, kind] of Object.entries(registry)) {
    pushClass(name, kind);
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
    construct: (name: string, ...args: unknown[]) => making.construct(registry[name], args),
    make: (typename: string) => making.blank(derivedOf(typename)),
    finish: (self: Component, typename: string) =>
      making.finish(self, Object.getPrototypeOf(derivedOf(typename).prototype).constructor, []),
    blank: (name: string) => making.blank(patches.kindOf(name)),
    finishBlank: (self: Component, name: string) => making.finish(self, registry[name], []),
    define: (typename: string, method: string) => derived.get(typename)?.define(method),
    assign: (name: string, method: string) => patches.assign(name, method, objects.all(), derived.values()),
    override: (self: Component, method: string) => patches.override(self, method),
    set: setField,
    fieldNames,
    text: String,
    isModule: (x: unknown) => x instanceof Module,
    ...ofLists,
  });
  for (const [name, f] of Object.entries({
    get: (): number => {
      const self = methods.self('__index', Component as unknown as ComponentClass);
      if (kept.push(self)) {
        api.lua_pushvalue(vm.L, 2);
        api.lua_rawget(vm.L, -2);
        if (api.lua_type(vm.L, -1) !== NIL) return 1;
      }
      const key = vm.text(2);
      const value = key === undefined ? undefined : getField(self, key);
      if (value === undefined) api.lua_pushnil(vm.L);
      else methods.pushValue(self, value);
      return 1;
    },
    kept: (): number => (kept.push(objects.at(1) as object) ? 1 : 0),
    keep: (): number => {
      kept.pushNew(objects.at(1) as object);
      return 1;
    },
    derive: (): number => {
      const [parent, typename] = [vm.text(1) as string, vm.text(2) as string];
      const base = derived.get(parent)?.kind ?? patches.kindOf(parent.replace(/^nn\./, ''));
      classes.pushNew(typename);
      derived.set(typename, new DerivedClass(base, typename, interpreter.callMethod(typename)));
      return 1;
    },
  })) {
    vm.pushFunction(f);
    vm.setField(-2, name);
  }
  vm.call(2, 2);
  const watch = vm.ref();
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
  // What this library's scripts define are no methods of the script that runs.
  vm.pushRef(watch);
  vm.unref(watch);
  vm.call(0, 0);
}
