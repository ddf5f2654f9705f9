/** @file Parameters: the four fields of each, and the four flat tensors that hold them all. */
import { Storage, Tensor, torch } from '../tensor/index.js';
import type { Parameterised } from './parameterised.js';

/** [values, gradients, v, Hv], field by field. */
export type ParameterLists = [Tensor[], Tensor[], Tensor[], Tensor[]];
/** [parameters, gradParameters, rParameters, rGradParameters], flat. */
export type FlatParameters = [Tensor, Tensor, Tensor, Tensor];

function capital(name: string): string {
  return name[0].toUpperCase() + name.slice(1);
}

/** The names of a field's images: weight → rWeight; gradWeight → rGradWeight. */
export const rName = {
  image: (name: string): string => `r${capital(name)}`,
  family: (name: string): [string, string, string, string] => [
    name,
    `grad${capital(name)}`,
    `r${capital(name)}`,
    `rGrad${capital(name)}`,
  ],
};

/** One parameter's place in the flat tensors, and the fields (one, or several that share it) that are views of it. */
interface Piece {
  offset: number;
  fields: Tensor[][];
}

function sameMemory(a: Tensor, b: Tensor): boolean {
  return a._storage === b._storage && a._offset === b._offset;
}

/** The places in lists of parameters where no earlier place has the same memory in all of them. */
export function distinct(...lists: Tensor[][]): number[] {
  const first = (i: number): number =>
    lists[0].findIndex((_, j) => lists.every((list) => sameMemory(list[i], list[j])));
  return lists[0].flatMap((_, i) => (first(i) === i ? [i] : []));
}

/** Fields whose values begin at the same element of the same memory are one piece. */
function piecesOf(lists: readonly Tensor[][]): [Piece[], number] {
  const found = new Map<Storage, Map<number, Piece>>();
  const pieces: Piece[] = [];
  let length = 0;
  lists[0].forEach((value, i) => {
    const inStorage = found.get(value._storage) ?? new Map<number, Piece>();
    found.set(value._storage, inStorage);
    let piece = inStorage.get(value._offset);
    if (!piece) {
      piece = { offset: length, fields: lists.map(() => []) };
      length += value.nElement();
      inStorage.set(value._offset, piece);
      pieces.push(piece);
    }
    for (const [k, list] of lists.entries()) piece.fields[k].push(list[i]);
  });
  return [pieces, length];
}

/** Whether x fills a range of memory, in whatever order of its dimensions. */
function isCompact(x: Tensor): boolean {
  const order = x._size.map((_, d) => d).filter((d) => x._size[d] > 1);
  order.sort((a, b) => x._stride[a] - x._stride[b]);
  let step = 1;
  return order.every((d) => {
    const fits = x._stride[d] === step;
    step *= x._size[d];
    return fits;
  });
}

/** Throws where two fields share some elements and not all, or one has gaps that no other fills. */
function checkWhole(pieces: readonly Piece[], who: () => string): void {
  const checkThat = (whole: boolean, value: Tensor): void => {
    if (whole) return;
    throw new RangeError(
      `${who()}: expected parameters to be shared whole, got ${value.describe()} over a part of another`,
    );
  };
  const taken = new Map<Storage, Storage>();
  for (const { fields } of pieces) {
    const [first, ...others] = fields[0];
    for (const value of others) {
      const same = value.isSameSizeAs(first) && value._stride.join() === first._stride.join();
      const both = value.nElement() === first.nElement() && isCompact(value) && isCompact(first);
      checkThat(same || both, value);
    }
    const marks = taken.get(first._storage) ?? new Storage('Byte', first._storage.size());
    taken.set(first._storage, marks);
    const elements = new Tensor(marks, first._offset, first._size, first._stride);
    checkThat(elements.max() === 0, first);
    elements.fill(1);
  }
  for (const { fields } of pieces) {
    const [value] = fields[0];
    const marks = taken.get(value._storage) as Storage;
    if (!isCompact(value) && new Tensor(marks, 0, [marks.size()], [1]).min() === 0) {
      throw new RangeError(`${who()}: expected parameters without gaps, got ${value.describe()}`);
    }
  }
}

/** The four flat tensors where the fields lie in such already; the known ones where it is these. */
function laidOut(
  pieces: readonly Piece[],
  length: number,
  known: FlatParameters | undefined,
): FlatParameters | undefined {
  if (length === 0) return known;
  const found = [0, 1, 2, 3].map((k) => {
    const { _storage: storage, _offset: start } = pieces[0].fields[k][0];
    const inPlace = pieces.every(({ offset, fields }) =>
      fields[k].every((x) => x._storage === storage && x._offset === start + offset && isCompact(x)),
    );
    if (!inPlace) return undefined;
    const last = known?.[k];
    const same = last && last._storage === storage && last._offset === start && last.nElement() === length;
    return same ? last : new Tensor(storage, start, [length]);
  });
  return found.includes(undefined) ? undefined : (found as FlatParameters);
}

/**
 * Moves every parameter of `module` into four flat tensors, and returns those that hold them where they are in such already: `known`, or
 * ranges of those of a module around this one. Values and v of fields that are shared must be the same; gradients that were collected
 * apart are added. A field keeps its order of dimensions in memory, so that a weight may be shared transposed.
 */
export function flatten(module: Parameterised, known: FlatParameters | undefined): FlatParameters {
  const lists = module.parameters();
  const [pieces, length] = piecesOf(lists);
  const there = laidOut(pieces, length, known);
  if (there) return there;
  checkWhole(pieces, () => `${module.describe()}.getParameters`);
  return moved(pieces, lists.map(() => Tensor.zeros(module._type, [length])) as FlatParameters);
}

/** One tensor that holds what all of the list do, which become views of it; those that share memory go on sharing it. */
export function flattenTensors(list: Tensor[]): Tensor {
  const [pieces, length] = piecesOf([list]);
  if (length === 0) return torch.Tensor();
  checkWhole(pieces, () => 'Module.flatten');
  return moved(pieces, [Tensor.zeros(list[0].elementType, [length])])[0];
}

/** The flat tensors, with every field moved into them. */
function moved<T extends Tensor[]>(pieces: readonly Piece[], flat: T): T {
  for (const { offset, fields } of pieces) {
    const strides = fields[0].map((value) => (isCompact(value) ? value.stride() : undefined));
    flat.forEach((whole, k) => {
      const places = fields[k].map((x, i) => new Tensor(whole._storage, offset, x._size, strides[i]));
      const accumulates = k % 2 === 1;
      for (const i of accumulates ? distinct(fields[k]) : [0]) places[i].add(fields[k][i]);
      for (const [i, place] of places.entries()) fields[k][i].set(place);
    });
  }
  return flat;
}
