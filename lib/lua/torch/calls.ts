/** @file Calls of tensor functions from Lua: arguments and results with their numbers counted from 1. */
import { Storage, Tensor, torch } from '../../tensor/index.js';
import type { CFunction } from '../api.js';
import type { Interpreter } from '../interpreter.js';
import { Results } from '../values.js';
import { fromOne, type IndexBase, type ResultBase, readResults } from './index-base.js';
import { type Signature, signature } from './signatures.js';

export type TensorFunction = (this: unknown, ...args: unknown[]) => unknown;

/** LongStorages are lists of sizes to all functions but those that make tensors of storages. */
function operand(x: unknown): unknown {
  return x instanceof Storage && x.elementType.name === 'Long' ? Array.from(x.data) : x;
}

/** Arguments as the library takes them. */
export function operands(args: readonly unknown[], base: IndexBase): unknown[] {
  const read: unknown[] = [];
  let numbers = 0;
  for (const arg of args) {
    if (typeof arg === 'number') {
      const what = base.counts(numbers++);
      read.push(what ? fromOne(arg, what) : arg);
    } else if (base.tensors && arg instanceof Tensor) {
      read.push(arg.clone().add(-1));
    } else if (base.lists && Array.isArray(arg)) {
      read.push(operands(arg, base));
    } else read.push(operand(arg));
  }
  return read;
}

function counted(result: unknown): unknown {
  if (typeof result === 'number') return result + 1;
  return result instanceof Tensor && result.nElement() > 0 ? result.add(1) : result;
}

const several = readResults('');
const table = readResults('table');

/** A result as Lua gets it. */
export function results(result: unknown, base: ResultBase): unknown {
  if (!Array.isArray(result)) return base.results.includes(0) ? counted(result) : result;
  if (base.list === 'sizes') return new Storage('Long', result as number[]);
  if (base.list === 'table') return result;
  return new Results(...result.map((each, i) => (base.results.includes(i) ? counted(each) : each)));
}

/** Errors of the library count from 0; the script that reads them does not. */
function explained(error: unknown, counts: boolean): unknown {
  if (!(error instanceof RangeError) || !counts) return error;
  return new RangeError(`${error.message} (counted from 0 in this message)`, { cause: error });
}

/** The values of a call of f, whose numbers count from 1 as told. */
export function callFromOne(base: IndexBase, f: TensorFunction, self: unknown, args: readonly unknown[]): unknown {
  const given = operands(args, base);
  try {
    return results(f.apply(self, given), base);
  } catch (error) {
    throw explained(error, base.counts(0) !== undefined);
  }
}

/** The tensor type that a call of `torch.f` is about, as Torch looks for it. */
function typeOf(args: readonly unknown[]): string {
  const [first, second] = args;
  const list = Array.isArray(first) ? first[0] : undefined;
  for (const arg of [first, second, list]) if (arg instanceof Tensor) return arg.elementType.name;
  return torch.getdefaulttensortype().slice('torch.'.length, -'Tensor'.length);
}

/** A function of tensors as `torch.name`, which gets its arguments as values. */
export function torchCall(name: string, f: TensorFunction): (args: unknown[]) => unknown {
  const own = signature(name, 'function');
  if (!own) return (args) => results(f.apply(torch, args.map(operand)), several);
  return (args) => signed(own, f, torch, args, typeOf(args));
}

function signed(
  { forms, results: base, counts }: Signature,
  f: TensorFunction,
  self: unknown,
  args: unknown[],
  T: string,
): unknown {
  const given = forms.take(args, T);
  try {
    return results(self instanceof Tensor ? onSelf(f, given) : f.apply(self, given), base);
  } catch (error) {
    throw explained(error, counts);
  }
}

/** A method's call, whose first argument is its object: the common numbers of arguments without a list of the others. */
function onSelf(f: TensorFunction, args: unknown[]): unknown {
  const [self] = args;
  switch (args.length) {
    case 1:
      return f.call(self);
    case 2:
      return f.call(self, args[1]);
    case 3:
      return f.call(self, args[1], args[2]);
    default:
      return f.apply(self, args.slice(1));
  }
}

/** A method of tensors or storages. */
export function method({ vm, values }: Interpreter, name: string, kind: typeof Tensor | typeof Storage): CFunction {
  const f = (kind.prototype as unknown as Record<string, TensorFunction>)[name];
  const own = kind === Tensor ? signature(name, 'method') : undefined;
  const expected = kind === Tensor ? 'torch.Tensor' : 'torch.Storage';
  const lists = kind === Tensor ? several : table;
  return () => {
    const mark = values.mark();
    try {
      const args = values.from(1);
      const self = args[0];
      if (!(self instanceof kind)) throw new TypeError(`bad argument #1 to '${name}' (${expected} expected)`);
      const result =
        own && self instanceof Tensor
          ? signed(own, f, self, args, self.elementType.name)
          : results(args.length === 1 ? f.call(self) : f.apply(self, args.slice(1).map(operand)), lists);
      if (result !== self) return values.pushResults(result);
      // Its userdata is there already.
      vm.api.lua_pushvalue(vm.L, 1);
      return 1;
    } finally {
      values.release(mark);
    }
  };
}
