/** @file nn.utils: Torch's functions on tensors and tables of tensors, the views that modules of users make, and sparse initial weights. */
import { elementType, type Storage, Tensor } from '../tensor/index.js';
import { type Activation, addScaled, fits, type RActivation, shapeOf, tensorsOf } from './activation.js';
import { Component, type TensorCache } from './component.js';

export { resetSparse } from './sparse-reset.js';

/**
 * The value in another type: tensors are new ones, modules and criteria are converted themselves, as is what tables hold. What shares
 * memory shares it afterwards, with all that is converted with the same cache.
 */
export function recursiveType<T>(value: T, type: string, tensorCache: TensorCache = new Map()): T {
  const target = elementType(type);
  if (value instanceof Component) value.type(type, tensorCache);
  else if (Array.isArray(value)) {
    for (const [i, piece] of value.entries()) value[i] = recursiveType(piece, type, tensorCache);
  } else if (value instanceof Tensor && value.elementType !== target) {
    const { _storage: storage } = value;
    if (!tensorCache.has(storage)) tensorCache.set(storage, storage.to(target.name));
    if (!tensorCache.has(value)) {
      const memory = tensorCache.get(storage) as Storage;
      tensorCache.set(value, new Tensor(memory, value._offset, value._size, value._stride));
    }
    return tensorCache.get(value) as T;
  }
  return value;
}

/** `to` in the form of `from`, of whose tensors it gets the sizes: its own tensors where it has some there, otherwise new ones. */
export function recursiveResizeAs(to: RActivation, from: Activation): Activation {
  if (from instanceof Tensor) return (to instanceof Tensor ? to : from.new()).resizeAs(from);
  const pieces = Array.isArray(to) ? to : [to];
  from.forEach((piece, i) => {
    pieces[i] = recursiveResizeAs(pieces[i], piece);
  });
  pieces.length = from.length;
  return pieces as Activation[];
}

export function recursiveFill(x: Activation, value: number): Activation {
  for (const tensor of tensorsOf(x)) tensor.fill(value);
  return x;
}

/** `to` += scale · `from`. */
export function recursiveAdd(to: Activation, from: Activation): Activation;
export function recursiveAdd(to: Activation, scale: number, from: Activation): Activation;
export function recursiveAdd(to: Activation, second: number | Activation, third?: Activation): Activation {
  const [scale, from] = third === undefined ? [1, second as Activation] : [second as number, third];
  if (!fits(to, from, false)) {
    throw new RangeError(`nn.utils.recursiveAdd: expected ${shapeOf(to)}, got ${shapeOf(from)}`);
  }
  addScaled(to, scale, from);
  return to;
}

/** `to` with the form, sizes and contents of `from`: its own tensors where it has some there, otherwise new ones. */
export function recursiveCopy(to: RActivation, from: Activation): Activation {
  const result = recursiveResizeAs(to, from);
  const sources = tensorsOf(from);
  for (const [i, tensor] of tensorsOf(result).entries()) tensor.copy(sources[i]);
  return result;
}

/** A view of x with a dimension of size 1 in front of dimension `dim`, or behind the last; with three arguments, `view` is made it. */
export function addSingletonDimension(x: Tensor, dim?: number): Tensor;
export function addSingletonDimension(view: Tensor, x: Tensor, dim: number): Tensor;
export function addSingletonDimension(first: Tensor, second: Tensor | number = 0, third: number = 0): Tensor {
  const [view, x, dim] = second instanceof Tensor ? [first, second, third] : [first.new(), first, second];
  if (!(Number.isInteger(dim) && dim >= 0 && dim <= x.dim())) {
    throw new RangeError(`nn.utils.addSingletonDimension: expected a dimension in 0..${x.dim()}, got ${dim}`);
  }
  const [size, stride] = [x.size(), x.stride()];
  size.splice(dim, 0, 1);
  stride.splice(dim, 0, 1);
  return view.set(x.storage(), x.storageOffset(), size, stride);
}

/** x in other sizes, in `output`: a view of x where it is contiguous, otherwise a copy. */
export function contiguousView(output: Tensor | undefined, x: Tensor, ...sizes: number[]): Tensor {
  const result = output ?? x.new();
  if (!x.isContiguous()) {
    // Torch would write into what `output` was a view of last time.
    if (result.storage() === x.storage()) result.set();
    result.resizeAs(x).copy(x);
  }
  return result.set((x.isContiguous() ? x : result).view(...sizes));
}

/** Empties fields of an object: tensors and tables in place of those that were there, nothing in place of all else. */
export function clear<T extends object>(owner: T, ...fields: string[] | [string[]]): T {
  const own = owner as Record<string, unknown>;
  for (const field of fields.flat()) {
    const value = own[field];
    if (value instanceof Tensor) own[field] = value.new();
    else if (value !== undefined) own[field] = Array.isArray(value) ? [] : undefined;
  }
  return owner;
}
