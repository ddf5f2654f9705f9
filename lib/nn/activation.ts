/** @file What flows between modules: tensors and (nested) tables of tensors. */
import { Tensor } from '../tensor/index.js';

/** A Lua table of tensors is an array here. */
export type Activation = Tensor | Activation[];
/**
 * A Lua table with names in place of numbers: a list in the order of the names. All that goes by place takes it for one, and its images
 * and gradients are lists.
 */
export class NamedTable extends Array<Activation> {
  readonly names: readonly string[];

  /** What methods of lists make of it is a list. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  constructor(entries: Readonly<Record<string, Activation>>) {
    const names = Object.keys(entries).sort();
    super(...names.map((name) => entries[name]));
    this.names = names;
  }
}

/** An activation's image under R. `undefined` is a structural zero: nothing is computed with it. */
export type RActivation = Tensor | undefined | RActivation[];

/** Whether x is a tensor, or a table of such and of such tables. */
export function isActivation(x: unknown): x is Activation {
  return x instanceof Tensor || (Array.isArray(x) && x.every(isActivation));
}

/** `(2 × 3)`, or `{(2 × 3), (4)}` for a table. */
export function shapeOf(x: RActivation): string {
  if (x === undefined) return 'nothing';
  if (x instanceof NamedTable) return `{${x.map((piece, i) => `${x.names[i]} = ${shapeOf(piece)}`).join(', ')}}`;
  if (Array.isArray(x)) return `{${x.map(shapeOf).join(', ')}}`;
  return x instanceof Tensor ? `(${x._size.join(' × ')})` : typeof x;
}

/** Whether `r` has the shape of `x`; structural zeros are allowed anywhere unless `zeros` forbids them. */
export function fits(x: Activation, r: RActivation, zeros: boolean = true): boolean {
  if (r === undefined) return zeros;
  if (r === x) return true;
  if (Array.isArray(x)) {
    return Array.isArray(r) && r.length === x.length && x.every((piece, i) => fits(piece, r[i], zeros));
  }
  return r instanceof Tensor && x.isSameSizeAs(r);
}

/** The first tensor of `r`, of the shape of `x`, whose type is not that of x there; x of integers fixes no type. */
export function ofOtherType(x: Activation, r: RActivation): Tensor | undefined {
  if (r === undefined) return undefined;
  if (!Array.isArray(x)) {
    const tensor = r as Tensor;
    return x.elementType.integer || tensor.elementType === x.elementType ? undefined : tensor;
  }
  for (let i = 0; i < x.length; i++) {
    const found = ofOtherType(x[i], entry(r, i));
    if (found) return found;
  }
  return undefined;
}

/** Whether nothing but structural zeros is in `r`. */
export function isZero(r: RActivation): r is undefined {
  return r === undefined || (Array.isArray(r) && r.every(isZero));
}

/**
 * `r` with every structural zero replaced by a zero tensor of the shape that `x` has there: the one that `last` has there, if any,
 * otherwise a new one.
 */
export function withZeros(x: Activation, r: RActivation, last?: RActivation): Activation {
  if (Array.isArray(x)) return x.map((piece, i) => withZeros(piece, entry(r, i), entry(last, i)));
  if (r instanceof Tensor) return r;
  if (last instanceof Tensor && last.elementType === x.elementType) return last.resizeAs(x).zero();
  return Tensor.zeros(x.elementType, x._size);
}

/** Entry i of a table; nothing where there is no table. */
export function entry(x: RActivation, i: number): RActivation {
  return Array.isArray(x) ? x[i] : undefined;
}

/**
 * The sum of activations of one shape, structural zeros left out, in the tensors of `last` (never those of a term) and in new ones
 * where it has none. Of one term it is a copy.
 */
export function sumInto(last: RActivation, terms: readonly RActivation[]): RActivation {
  const [first, ...rest] = terms.filter((term) => !isZero(term));
  if (first === undefined) return undefined;
  if (Array.isArray(first)) {
    return first.map((_, i) =>
      sumInto(
        entry(last, i),
        [first, ...rest].map((term) => entry(term, i)),
      ),
    );
  }
  const sum = (last instanceof Tensor ? last : first.new()).resizeAs(first).copy(first);
  for (const term of rest) sum.add(term as Tensor);
  return sum;
}

/** Whether a tensor of `a` and one of `b` lie in the same storage. */
export function sharesMemory(a: RActivation, b: RActivation): boolean {
  if (a instanceof Tensor && b instanceof Tensor) return a._storage === b._storage;
  const storages = new Set(tensorsOf(b).map((x) => x._storage));
  return tensorsOf(a).some((x) => storages.has(x._storage));
}

/** The tensors of an activation, depth first. */
export function tensorsOf(x: RActivation): Tensor[] {
  if (x === undefined) return [];
  return Array.isArray(x) ? x.flatMap(tensorsOf) : [x];
}

/** y += w x, in every tensor. */
export function addScaled(y: RActivation, w: number, x: RActivation): void {
  if (Array.isArray(x)) for (const [i, piece] of x.entries()) addScaled((y as RActivation[])[i], w, piece);
  else if (x instanceof Tensor) (y as Tensor).add(w, x);
}
