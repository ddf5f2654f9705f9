/** @file Sparse samples as IndexLinear takes them: keys beside values, one sample or many. */
import { Tensor } from '../tensor/index.js';
import { type Activation, entry, type RActivation } from './activation.js';

/** `count` keys of a sample, and the numbers beside them (undefined: structural zeros), from place `from` on. */
export interface Sample {
  keys: Tensor;
  values: Tensor | undefined;
  from: number;
  count: number;
}

/** Whether there are many, or there could be. */
export function isBatch(input: Activation): boolean {
  return (input as Activation[]).length === 3 || Array.isArray(entry(input, 0));
}

/** The samples of an input, with the numbers of `values`, which is the input or its image; undefined where it has no such form. */
export function samplesOf(input: Activation, values: RActivation): Sample[] | undefined {
  if (!Array.isArray(input) || input.length < 2 || input.length > 3) return undefined;
  const [keys, point, sizes] = input;
  const numbers = entry(values, 1);
  if (Array.isArray(keys)) {
    if (sizes || !Array.isArray(point) || keys.length !== point.length || keys.length === 0) return undefined;
    if (!keys.every((k, i) => areBeside(k, point[i]))) return undefined;
    return keys.map((k, i) => whole(k as Tensor, entry(numbers, i) as Tensor | undefined));
  }
  if (!areBeside(keys, point)) return undefined;
  if (!sizes) return [whole(keys, numbers as Tensor | undefined)];
  const counts = sizes instanceof Tensor && sizes.dim() === 1 ? (sizes.toArray() as number[]) : [];
  if (counts.some((c) => !Number.isInteger(c) || c < 0)) return undefined;
  let from = 0;
  const samples = counts.map((count) => {
    from += count;
    return { keys, values: numbers as Tensor | undefined, from: from - count, count };
  });
  return from === keys._size[0] ? samples : undefined;
}

function areBeside(keys: Activation, values: Activation): keys is Tensor {
  return keys instanceof Tensor && keys.dim() === 1 && values instanceof Tensor && values.isSameSizeAs(keys);
}

function whole(keys: Tensor, values: Tensor | undefined): Sample {
  return { keys, values, from: 0, count: keys._size[0] };
}
