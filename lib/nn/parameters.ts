/** @file Parameters: the four fields of each, and the four flat tensors that hold them all. */
import { Storage, Tensor } from '../tensor/index.js';
import type { Module } from './module.js';

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
  fields: ParameterLists;
}

/** Fields whose values are the same view of the same memory are one piece. */
function pieces(lists: ParameterLists, describe: string): Piece[] {
  const byStorage = new Map<Storage, Map<number, Piece>>();
  const found: Piece[] = [];
  let offset = 0;
  lists[0].forEach((value, i) => {
    if (!byStorage.has(value._storage)) byStorage.set(value._storage, new Map());
    const inStorage = byStorage.get(value._storage) as Map<number, Piece>;
    let piece = inStorage.get(value._offset);
    if (!piece) {
      piece = { offset, fields: [[], [], [], []] };
      offset += value.nElement();
      inStorage.set(value._offset, piece);
      found.push(piece);
    } else if (piece.fields[0][0].nElement() !== value.nElement()) {
      throw new RangeError(
        `${describe}.getParameters: expected parameters to be shared whole, got ${value.describe()} over ${piece.fields[0][0].describe()}`,
      );
    }
    for (let k = 0; k < 4; k++) piece.fields[k].push(lists[k][i]);
  });
  return found;
}

function isLaidOut(flat: FlatParameters, layout: readonly Piece[], length: number): boolean {
  return flat.every(
    (whole, k) =>
      whole.nElement() === length &&
      layout.every((piece) =>
        piece.fields[k].every((field) => field._storage === whole._storage && field._offset === whole._offset + piece.offset),
      ),
  );
}

/**
 * Moves every parameter of `module` into four flat tensors, and returns `known` when they are there already. Values and v of fields
 * that are shared must be the same; gradients that were collected apart are added.
 */
export function flatten(module: Module, known: FlatParameters | undefined): FlatParameters {
  const lists = module.parameters();
  const layout = pieces(lists, module.describe());
  const length = layout.reduce((sum, { fields }) => sum + fields[0][0].nElement(), 0);
  if (known && isLaidOut(known, layout, length)) return known;
  const flat = lists.map(() => Tensor.zeros(module._type, [length])) as FlatParameters;
  flat.forEach((whole, k) => {
    const accumulates = k % 2 === 1;
    for (const { offset, fields } of layout) {
      const target = whole.narrow(0, offset, fields[k][0].nElement());
      const distinct = fields[k].filter((f, i) => fields[k].findIndex((g) => sameMemory(f, g)) === i);
      for (const field of accumulates ? distinct : distinct.slice(0, 1)) target.add(field.contiguous().view(-1));
      for (const field of fields[k]) field.set(whole._storage, offset, field.size());
    }
  });
  return flat;
}

function sameMemory(a: Tensor, b: Tensor): boolean {
  return a._storage === b._storage && a._offset === b._offset;
}
