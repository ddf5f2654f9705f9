/** @file Files for the fuzzer: those of Torch and random ones, damaged in every way that a file may be. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { Mode } from '../../lib/io/t7/objects.js';
import { Generator } from '../../lib/tensor/index.js';
import { graph } from '../lib/io/t7/graphs.js';
import { writeOpaque } from '../lib/io/t7/opaque.js';

const folder = fileURLToPath(new URL('../golden/torch7/t7/', import.meta.url));

/** Numbers at which sizes, types and references go wrong. */
const ints = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, -1, -2, 16, 255, 65536, 2 ** 24, 2 ** 28, 2 ** 30, 2 ** 31 - 1, -(2 ** 31)];
const words = [
  '',
  '0',
  '-1',
  '3',
  '4',
  '8',
  'nan',
  'inf',
  '1e999',
  '0x',
  '99999999999999999999',
  '2147483648',
  '1'.repeat(3000),
];

/** Files to start from: what Torch wrote, and as many random values in each mode. */
export function corpus(seed: number): Uint8Array[] {
  const golden = readdirSync(folder).filter((name) => name.endsWith('.t7'));
  const modes: [Mode, 4 | 8][] = [
    ['binary', 8],
    ['ascii', 8],
    ['b32', 4],
  ];
  const random = modes.flatMap(([mode, longSize]) =>
    fc.sample(graph(longSize), { seed, numRuns: 20 }).map((value) => writeOpaque(value, mode)),
  );
  return [...golden.map((name) => new Uint8Array(readFileSync(folder + name))), ...random];
}

/** Draws that a seed and a run decide. */
class Draws {
  readonly #generator = new Generator();

  constructor(seed: number) {
    this.#generator.manualSeed(seed);
  }

  /** 0 … n − 1, and 0 of nothing. */
  below(n: number): number {
    return n > 0 ? this.#generator.random() % n : 0;
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }
}

const joined = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

type Mutation = (file: Uint8Array, draws: Draws, files: readonly Uint8Array[]) => Uint8Array;

function withInt(file: Uint8Array, at: number, value: number): Uint8Array {
  if (at + 4 <= file.length) new DataView(file.buffer, file.byteOffset).setInt32(at, value, true);
  return file;
}

const mutations: Mutation[] = [
  // A bit, a byte, an int or a long is another one.
  (file, draws) => {
    if (file.length > 0) file[draws.below(file.length)] ^= 1 << draws.below(8);
    return file;
  },
  (file, draws) => {
    if (file.length > 0) file[draws.below(file.length)] = draws.below(256);
    return file;
  },
  (file, draws) => withInt(file, draws.below(file.length - 3), draws.of(ints)),
  (file, draws) => withInt(file, 4 * draws.below((file.length - 3) >> 2), draws.of(ints)),
  (file, draws) => {
    const at = draws.below(file.length - 7);
    return withInt(withInt(file, at, draws.of(ints)), at + 4, draws.of([0, 0, -1, 1, 2 ** 20, 2 ** 30]));
  },
  // A part is missing, is there twice, stands elsewhere, or comes from another file.
  (file, draws) => file.slice(0, draws.below(file.length)),
  (file, draws) => {
    const [from, n] = [draws.below(file.length), draws.below(40)];
    return joined(file.subarray(0, from), file.subarray(from + n));
  },
  (file, draws) => {
    const [from, n] = [draws.below(file.length), draws.below(200)];
    return joined(file.subarray(0, from + n), file.subarray(from));
  },
  (file, draws) => {
    const [from, to, n] = [draws.below(file.length), draws.below(file.length), draws.below(60)];
    file.copyWithin(to, from, from + n);
    return file;
  },
  (file, draws, files) => {
    const other = draws.of(files);
    const [at, from, n] = [draws.below(file.length), draws.below(other.length), draws.below(300)];
    return joined(file.subarray(0, at), other.subarray(from, from + n), file.subarray(at));
  },
  // A line of text is another one.
  (file, draws) => {
    const start = file.indexOf(10, draws.below(file.length)) + 1;
    const end = file.indexOf(10, start);
    if (end < 0) return file;
    return joined(file.subarray(0, start), Buffer.from(draws.of(words)), file.subarray(end));
  },
];

/** A file of nothing but small ints, most of them types, sizes and references. */
function soup(draws: Draws): Uint8Array {
  const file = new Uint8Array(4 * draws.below(200));
  for (let at = 0; at < file.length; at += 4) withInt(file, at, draws.below(3) === 0 ? draws.of(ints) : draws.below(9));
  return file;
}

/** The file of one run: nothing but the seed, the run and the corpus decide it. */
export function fileOf(seed: number, run: number, files: readonly Uint8Array[]): Uint8Array {
  const draws = new Draws(seed * 1e6 + run);
  if (draws.below(20) === 0) return soup(draws);
  let file: Uint8Array = draws.of(files).slice();
  for (let n = 1 + draws.below(4); n > 0; n--) file = draws.of(mutations)(file, draws, files);
  return file;
}
