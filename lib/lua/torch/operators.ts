/** @file Arithmetic operators on tensors, as Torch has them: `*` is the product of vectors and matrices. */
import { Tensor, torch } from '../../tensor/index.js';

function isOperand(x: unknown): x is Tensor | number {
  return x instanceof Tensor || typeof x === 'number';
}

function both(a: unknown, b: unknown): [Tensor | number, Tensor | number] {
  if (isOperand(a) && isOperand(b)) return [a, b];
  throw new TypeError('expecting two tensors or one tensor and one number');
}

function add(left: unknown, right: unknown): Tensor {
  const [a, b] = both(left, right);
  return a instanceof Tensor ? torch.add(a, b as Tensor) : torch.add(b as Tensor, a);
}

function subtract(left: unknown, right: unknown): Tensor {
  const [a, b] = both(left, right);
  if (typeof a === 'number')
    return (b as Tensor)
      .clone()
      .fill(a)
      .add(-1, b as Tensor);
  return b instanceof Tensor ? torch.add(a, -1, b) : torch.add(a, -b);
}

function multiply(left: unknown, right: unknown): Tensor | number {
  const [a, b] = both(left, right);
  if (typeof a === 'number') return torch.mul(b as Tensor, a);
  if (typeof b === 'number') return torch.mul(a, b);
  if (a.dim() === 1 && b.dim() === 1) return a.dot(b);
  if (a.dim() === 2 && b.dim() === 1) return a.new().mv(a, b);
  if (a.dim() === 2 && b.dim() === 2) return a.new().mm(a, b);
  throw new RangeError(`multiplication between ${a.dim()}D and ${b.dim()}D tensors not yet supported`);
}

function divide(a: unknown, b: unknown): Tensor {
  if (!(a instanceof Tensor) || typeof b !== 'number') throw new TypeError("bad argument #2 to '/' (number expected)");
  return torch.div(a, b);
}

function modulo(a: unknown, b: unknown): Tensor {
  if (!(a instanceof Tensor) || typeof b !== 'number') throw new TypeError("bad argument #2 to '%' (number expected)");
  return a.clone().apply((x) => x - b * Math.floor(x / b));
}

/** By the names of Lua's metamethods. */
export const operators: Readonly<Record<string, (a: unknown, b: unknown) => unknown>> = {
  __add: add,
  __sub: subtract,
  __mul: multiply,
  __div: divide,
  __mod: modulo,
  __unm: (a) => torch.mul(a as Tensor, -1),
};
