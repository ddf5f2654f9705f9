/** @file Classes of this library in Lua that are neither tensors nor modules: their methods as they are. */
import type { CFunction } from './api.js';
import type { Interpreter } from './interpreter.js';
import { callFromOne, type TensorFunction } from './torch/calls.js';
import { type IndexBase, readIndexBase } from './torch/index-base.js';

type Class = abstract new (...args: never[]) => object;

export interface PlainClass {
  /** Torch's name of it. */
  typename: string;
  kind: Class;
  /** Lines as in `torch/index-base.ts`, for methods with numbers that count from 1. */
  counts?: Readonly<Record<string, string>>;
  /** Methods that Lua has in another form. */
  own?: Readonly<Record<string, CFunction>>;
}

const plain = readIndexBase('n', 'table');

/** What classes have for those that extend them. */
const hidden: ReadonlySet<string> = new Set(['constructor', 'attempt', 'check', 'describe', 'short', 'status']);

function methodsOf(kind: Class): Map<string, TensorFunction> {
  const found = new Map<string, TensorFunction>();
  for (let at = kind.prototype; at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      if (typeof value === 'function' && !hidden.has(name) && !found.has(name)) {
        found.set(name, value as TensorFunction);
      }
    }
  }
  return found;
}

/** Leaves a new metatable at the top of the stack, with the methods in it. */
export function pushPlainClass(interpreter: Interpreter, { typename, kind, counts = {}, own = {} }: PlainClass): void {
  const { vm, values, objects, classes } = interpreter;
  classes.name((object) => (Object.getPrototypeOf(object) === kind.prototype ? typename : undefined));
  classes.pushNew(typename);
  // As Torch prints what has no text of its own.
  vm.pushFunction(() => {
    vm.pushText(typename);
    return 1;
  });
  vm.setField(-2, '__tostring');
  for (const [name, f] of methodsOf(kind)) {
    const base: IndexBase = Object.hasOwn(counts, name) ? readIndexBase(counts[name], 'table') : plain;
    vm.pushFunction(
      (Object.hasOwn(own, name) ? own[name] : undefined) ??
        (() => {
          const self = objects.at(1);
          if (!(self instanceof kind)) throw new TypeError(`bad argument #1 to '${name}' (${typename} expected)`);
          return values.pushResults(callFromOne(base, f, self, values.from(2)));
        }),
    );
    vm.setField(-2, name === 'toString' ? '__tostring' : name);
  }
}
