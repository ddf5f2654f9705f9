/** @file `require 'torch'`: tensors, storages and functions of this library with Torch's metatables, and Torch's own in Lua. */
import { elementType, elementTypes, Generator, Storage, Tensor, Timer, torch } from '../../tensor/index.js';
import { elementary } from '../../tensor/pointwise/elementary.js';
import type { Interpreter } from '../interpreter.js';
import { pushPlainClass } from '../plain-class.js';
import { classesLua } from '../scripts/classes.js';
import { cmdLineLua } from '../scripts/cmd-line.js';
import { comparisonsLua } from '../scripts/comparisons.js';
import { testerLua } from '../scripts/tester.js';
import { testerRunLua } from '../scripts/tester-run.js';
import { torchLua } from '../scripts/torch.js';
import { method, type TensorFunction, torchCall } from './calls.js';
import { constructStorage, constructTensor, setTensor } from './construct.js';
import { getElements, getStored, selectElements, setElements, setStored } from './elements.js';
import { openFiles } from './files.js';
import { operators } from './operators.js';

/** What TypeScript's methods and functions have that Torch's have not, or that Lua has in another form. */
const hidden: ReadonlySet<string> = new Set([
  ...[
    'constructor',
    'toString',
    'axis',
    'describe',
    'get',
    'set',
    'toArray',
    'new',
    'apply',
    'to',
    'position',
    'become',
  ],
  ...[
    'allocate',
    'checkNumbers',
    'piece',
    'stridesOf',
    'hasSize',
    'checkBounds',
    'checkIndex',
    'checkIntegers',
    'fromNdarray',
    'isTensor',
    'setdefaulttensortype',
  ],
]);

function methodNames(kind: typeof Tensor | typeof Storage): string[] {
  return Object.entries(Object.getOwnPropertyDescriptors(kind.prototype)).flatMap(([name, { value }]) =>
    typeof value === 'function' && !hidden.has(name) ? [name] : [],
  );
}

function torchFunction(name: string): (...args: unknown[]) => unknown {
  const f = (torch as unknown as Record<string, TensorFunction>)[name];
  const call = torchCall(name, f);
  if (name in elementary) {
    // Torch's functions of one tensor are functions of one number, too.
    return (...args) => (typeof args[0] === 'number' && args.length === 1 ? ofNumber(f, args[0]) : call(args));
  }
  return (...args) => call(args);
}

function ofNumber(f: TensorFunction, x: number): number {
  return (f.call(torch, Tensor.zeros('Double', [1]).fill(x)) as Tensor).get(0);
}

function functionNames(): string[] {
  return Object.keys(torch).filter((name) => !hidden.has(name) && !/(Tensor|Storage)$/.test(name));
}

/** What `x:apply(f)` does: where f returns nothing the element stays. */
function apply(x: Tensor, f: (element: number) => number | undefined): Tensor {
  return x.apply((element) => f(element) ?? element);
}

/** Numbers for `torch.pointer`, which nothing else gets when the object is gone; above all addresses of Lua's memory. */
const pointers: WeakMap<object, number> = new WeakMap();
let nextPointer = 2 ** 32;

function pointerTo(object: object): number {
  const known = pointers.get(object) ?? nextPointer++;
  pointers.set(object, known);
  return known;
}

/** Leaves the package at the top of the stack. */
export function openTorch(interpreter: Interpreter): void {
  const { vm, values, objects, classes } = interpreter;
  const types = Object.values(elementTypes);
  const { api } = vm;

  vm.loadOwn(torchLua, 'torch');
  vm.loadOwn(classesLua, 'classes');
  vm.call(0, 1);
  api.lua_createtable(vm.L, 0, 8);
  for (const kind of [Tensor, Storage]) {
    api.lua_createtable(vm.L, 0, 8);
    for (const type of types) {
      classes.pushNewOf(kind, type);
      vm.setField(-2, type.name);
    }
    vm.setField(-2, kind.name);
    api.lua_createtable(vm.L, 0, 128);
    for (const name of methodNames(kind)) {
      vm.pushFunction(method(interpreter, name, kind));
      vm.setField(-2, name);
    }
    vm.setField(-2, `${kind.name}Methods`);
  }
  classes.name((object) => (object instanceof Generator ? 'torch.Generator' : undefined));
  classes.pushNew('torch.Generator');
  vm.setField(-2, 'Generator');
  values.push({
    newGenerator: () => new Generator(),
    functions: Object.fromEntries(functionNames().map((name) => [name, torchFunction(name)])),
    operators: { ...operators },
    getElements,
    setElements,
    getStored,
    setStored,
    select: selectElements,
    apply,
    set: (x: Tensor, ...args: unknown[]) => setTensor(x, args),
    text: String,
    newTensor: (type: string, ...args: unknown[]) => constructTensor(elementType(type), args),
    newStorage: (type: string, ...args: unknown[]) => constructStorage(elementType(type), args),
    setDefaultType: (type: string) => torch.setdefaulttensortype(type),
    toTable: (x: Tensor | Storage) => (x instanceof Storage ? Array.from(x.data) : nested(x)),
    same: (a: unknown, b: unknown) => a === b,
  });
  vm.call(3, 1);
  vm.pushFunction(() => {
    const object = objects.at(1);
    api.lua_pushnumber(vm.L, object ? pointerTo(object) : api.lua_topointer(vm.L, 1));
    return 1;
  });
  vm.setField(-2, 'pointer');
  vm.loadOwn(cmdLineLua, 'cmdline');
  values.push({ newTimer: () => new Timer() });
  pushPlainClass(interpreter, { typename: 'torch.Timer', kind: Timer });
  vm.call(2, 0);
  vm.loadOwn(testerLua, 'tester');
  vm.loadOwn(comparisonsLua, 'comparisons');
  vm.call(0, 2);
  vm.call(2, 0);
  vm.loadOwn(testerRunLua, 'tester');
  vm.call(0, 0);
  openFiles(interpreter);
}

function nested(x: Tensor): unknown[] {
  if (x.dim() <= 1) return x.toArray();
  return Array.from({ length: x._size[0] }, (_, i) => nested(x.select(0, i)));
}
