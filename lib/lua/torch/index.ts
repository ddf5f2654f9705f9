/** @file `require 'torch'`: tensors, storages and functions of this library with Torch's metatables, and Torch's own in Lua. */
import { elementType, elementTypes, Storage, Tensor, torch } from '../../tensor/index.js';
import type { Interpreter } from '../interpreter.js';
import { classesLua } from '../scripts/classes.js';
import { torchLua } from '../scripts/torch.js';
import { callFromOne, method, type TensorFunction } from './calls.js';
import { constructStorage, constructTensor, setTensor } from './construct.js';
import { getElements, getStored, setElements, setStored } from './elements.js';
import { indexBase } from './index-base.js';
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
  ...['hasSize', 'checkBounds', 'checkIndex', 'checkIntegers', 'fromNdarray', 'isTensor', 'setdefaulttensortype'],
]);

/** Functions that make a tensor of the default type from no tensor: with a tensor in front they fill it. */
const makers: ReadonlySet<string> = new Set([
  ...['zeros', 'ones', 'rand', 'randn', 'eye', 'range', 'linspace', 'logspace', 'randperm', 'cat'],
]);

function methodNames(kind: typeof Tensor | typeof Storage): string[] {
  return Object.entries(Object.getOwnPropertyDescriptors(kind.prototype)).flatMap(([name, { value }]) =>
    typeof value === 'function' && !hidden.has(name) ? [name] : [],
  );
}

/** `torch.f`, and for makers the form that fills its first argument. */
function torchFunction(name: string): (...args: unknown[]) => unknown {
  const f = (torch as unknown as Record<string, TensorFunction>)[name];
  const base = indexBase(name);
  if (!makers.has(name) || name === 'cat') return (...args) => callFromOne(base, f, torch, args);
  return (...args) => {
    const [first, ...rest] = args;
    if (!(first instanceof Tensor)) return callFromOne(base, f, torch, args);
    const made = callFromOne(base, f, torch, rest) as Tensor;
    return first.resizeAs(made).copy(made);
  };
}

function functionNames(): string[] {
  return Object.keys(torch).filter((name) => !hidden.has(name) && !/(Tensor|Storage)$/.test(name));
}

/** What `x:apply(f)` does: where f returns nothing the element stays. */
function apply(x: Tensor, f: (element: number) => number | undefined): Tensor {
  return x.apply((element) => f(element) ?? element);
}

/** Leaves the package at the top of the stack. */
export function openTorch(interpreter: Interpreter): void {
  const { vm, values, classes } = interpreter;
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
  values.push({
    functions: Object.fromEntries(functionNames().map((name) => [name, torchFunction(name)])),
    operators: { ...operators },
    getElements,
    setElements,
    getStored,
    setStored,
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
}

function nested(x: Tensor): unknown[] {
  if (x.dim() <= 1) return x.toArray();
  return Array.from({ length: x._size[0] }, (_, i) => nested(x.select(0, i)));
}
