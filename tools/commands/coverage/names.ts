/** @file Torch's names: what its documents and its own tables of functions list, each with a call to try and where it is not ours. */
import { elementTypes, type TypeName } from '../../../lib/tensor/index.js';
import { maths } from './maths.js';
import { random, serialization, storage, undocumented, utility } from './others.js';
import { tensor } from './tensor.js';

/** `torch.f(…)`, `x.f(…)` of a tensor, `s.f(…)` of a storage. */
export type Form = 'f' | 'm' | 's';

export interface TorchName {
  name: string;
  /** The file of Torch's documentation that has it; undefined for what none has. */
  document: string | undefined;
  forms: Form[];
  /** The types for which Torch has it; undefined for what has nothing to do with types. */
  types: TypeName[] | undefined;
  /** Operands to call it with, by the words of trial.ts. */
  operands: string[];
  /** Why we do not have it. */
  reason: string | undefined;
}

/**
 * A line is name, forms, types, operands, and behind -- a reason why it is not ours. Types are * for all of them, - for none, or their
 * first letters.
 */
function parsed(document: string | undefined, table: string): TorchName[] {
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [columns, reason] = line.split(' -- ');
      const [name, forms, types, ...operands] = columns.trim().split(/\s+/);
      // Of Half Torch has storage and conversions only.
      const names = (Object.keys(elementTypes) as TypeName[]).filter((type) => type !== 'Half');
      const ofTypes = types === '-' ? undefined : names.filter((type) => types === '*' || types.includes(type[0]));
      return { name, document, forms: [...forms] as Form[], types: ofTypes, operands, reason };
    });
}

export const torchNames: readonly TorchName[] = [
  ...parsed('tensor.md', tensor),
  ...parsed('storage.md', storage),
  ...parsed('maths.md', maths),
  ...parsed('random.md', random),
  ...parsed('utility.md', utility),
  ...parsed('serialization.md', serialization),
  ...parsed(undefined, undocumented),
];
