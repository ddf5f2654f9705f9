/** @file Calls of tensor functions from Lua: arguments and results with their numbers counted from 1. */
import { Storage, Tensor } from '../../tensor/index.js';
import type { CFunction } from '../api.js';
import type { Interpreter } from '../interpreter.js';
import { Results } from '../values.js';
import { type IndexBase, indexBase } from './index-base.js';

export type TensorFunction = (this: unknown, ...args: unknown[]) => unknown;

/** A number that counts from 1 as one that counts from 0; indices below 0 count from the end in both. */
export function fromOne(x: number, what: 'dim' | 'index'): number {
  if (x >= 1) return x - 1;
  if (what === 'index' && x < 0) return x;
  throw new RangeError(`expected ${what === 'dim' ? 'a dimension' : 'an index'} from 1 up, got ${x}`);
}

/** LongStorages are lists of sizes to all functions but those that make tensors of storages. */
function operand(x: unknown): unknown {
  return x instanceof Storage && x.elementType.name === 'Long' ? Array.from(x.data) : x;
}

/** Arguments as the library takes them. */
export function operands(args: readonly unknown[], base: IndexBase): unknown[] {
  const read: unknown[] = [];
  let numbers = 0;
  for (const [i, arg] of args.entries()) {
    if (typeof arg === 'number') {
      const what = base.counts(numbers++);
      read.push(what ? fromOne(arg, what) : arg);
    } else if (
      base.indices &&
      typeof args[i - 1] === 'number' &&
      arg instanceof Tensor &&
      arg.elementType.name === 'Long'
    ) {
      read.push(arg.clone().add(-1));
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

/** A result as Lua gets it. */
export function results(result: unknown, base: IndexBase): unknown {
  if (!Array.isArray(result)) return base.results.includes(0) ? counted(result) : result;
  if (base.list === 'sizes') return new Storage('Long', result as number[]);
  if (base.list === 'table') return result;
  return new Results(...result.map((each, i) => (base.results.includes(i) ? counted(each) : each)));
}

/** Errors of the library count from 0; the script that reads them does not. */
function explained(error: unknown, base: IndexBase): unknown {
  if (!(error instanceof RangeError) || base.counts(0) === undefined) return error;
  return new RangeError(`${error.message} (counted from 0 in this message)`, { cause: error });
}

/** The values of a call of f, whose numbers count from 1 as told. */
export function callFromOne(base: IndexBase, f: TensorFunction, self: unknown, args: readonly unknown[]): unknown {
  const given = operands(args, base);
  try {
    return results(f.apply(self, given), base);
  } catch (error) {
    throw explained(error, base);
  }
}

/** A method of tensors or storages. */
export function method(
  { values, objects }: Interpreter,
  name: string,
  kind: typeof Tensor | typeof Storage,
): CFunction {
  const f = (kind.prototype as unknown as Record<string, TensorFunction>)[name];
  const base = indexBase(name);
  const expected = kind === Tensor ? 'torch.Tensor' : 'torch.Storage';
  return () => {
    const self = objects.at(1);
    if (!(self instanceof kind)) throw new TypeError(`bad argument #1 to '${name}' (${expected} expected)`);
    const mark = values.mark();
    try {
      return values.pushResults(callFromOne(base, f, self, values.from(2)));
    } finally {
      values.release(mark);
    }
  };
}
