/** @file What functions ask of their operands, and copies of those that what is written would change. */
import { overlap } from './copy.js';
import { Tensor } from './tensor.js';

export function tensorOf(name: string, x: unknown): Tensor {
  if (!(x instanceof Tensor)) throw new TypeError(`torch.${name}: expected a tensor, got ${kindOf(x)}`);
  return x;
}

export function numberOf(name: string, x: unknown): number {
  if (typeof x !== 'number') throw new TypeError(`torch.${name}: expected a number, got ${kindOf(x)}`);
  return x;
}

/** What an error says it got. */
export function kindOf(x: unknown): string {
  return x instanceof Tensor ? x.describe() : x === undefined ? 'nothing' : typeof x;
}

/** Halves are held, and not computed with. */
export function checkArithmetic(name: string, x: Tensor): void {
  if (x.elementType.name !== 'Half') return;
  throw new TypeError(`torch.${name}: expected a type to compute with, got ${x.describe()}; convert it with float()`);
}

export function checkFloating(name: string, x: Tensor): void {
  if (x.elementType.integer || x.elementType.checked)
    throw new TypeError(`torch.${name}: expected Double or Float, got ${x.describe()}`);
}

export function checkElements(name: string, x: Tensor): void {
  if (x.nElement() === 0) throw new RangeError(`torch.${name}: expected at least one element, got an empty tensor`);
}

export function checkType(name: string, like: Tensor, x: Tensor): void {
  if (x.elementType !== like.elementType) {
    throw new TypeError(`torch.${name}: expected a ${like.elementType.name}Tensor, got ${x.describe()}`);
  }
}

/** A tensor of the same type and as many elements. */
export function operandOf(name: string, like: Tensor, x: unknown): Tensor {
  const operand = tensorOf(name, x);
  if (!operand.isSameSizeAs(like) && operand.nElement() !== like.nElement()) {
    throw new RangeError(`torch.${name}: expected ${like.nElement()} elements, got ${operand.describe()}`);
  }
  checkType(name, like, operand);
  return operand;
}

/** The elements of x one after the other, safe from what is written into `to`: x itself, or a copy where it is not. */
export function dense(x: Tensor, to: Tensor): Tensor {
  if (x === to) return x;
  if (!x.isContiguous()) return x.clone();
  const aligned = x._storage === to._storage && x._offset === to._offset;
  return !aligned && overlap(x, to) ? x.clone() : x;
}

/** x, or a copy where it has memory in common with `to`. What is no tensor stays what it is. */
export function apart(x: Tensor, to: Tensor): Tensor {
  return x instanceof Tensor && overlap(x, to) ? x.clone() : x;
}
