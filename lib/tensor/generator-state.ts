/** @file Where a random number generator stands: as plain numbers, and as the bytes of Torch's own record. */

import { sin } from './rounded-math.js';

export const WORDS = 624;

/** A place in a stream of draws. Plain numbers, so that it survives JSON. */
export interface GeneratorState {
  /** What `initialSeed()` reports. */
  seed: number;
  /** The 624 words of MT19937, unsigned. */
  words: number[];
  /** The word the next draw reads, 0 … 624; 624 means that a new block of words is due. */
  next: number;
  /** The second value of a Box–Muller pair, before stdv and mean, or null when none is kept. */
  normal: number | null;
}

export function checkState(state: GeneratorState): void {
  if (typeof state !== 'object' || state === null || !Array.isArray(state.words)) {
    throw new TypeError('torch.setRNGState: expected what getRNGState returns, got something else');
  }
  const { seed, words, next, normal } = state;
  if (words.length !== WORDS) throw new RangeError(`torch.setRNGState: expected 624 words, got ${words.length}`);
  const bad = words.findIndex((word) => typeof word !== 'number' || word >>> 0 !== word);
  if (bad >= 0) throw new RangeError(`torch.setRNGState: expected words[${bad}] of 0 … 2^32 - 1, got ${words[bad]}`);
  if (!(Number.isInteger(next) && next >= 0 && next <= WORDS)) {
    throw new RangeError(`torch.setRNGState: expected next of 0 … 624, got ${next}`);
  }
  if (!Number.isFinite(seed)) throw new RangeError(`torch.setRNGState: expected a finite seed, got ${seed}`);
  if (normal !== null && !Number.isFinite(normal)) {
    throw new RangeError(`torch.setRNGState: expected normal to be null or finite, got ${normal}`);
  }
}

/** Bytes of Torch's THGenerator, on machines of 64 bits: a seed, two ints, a count, 624 words, three doubles, an int and a gap. */
const BYTES = 8 + 4 + 4 + 8 + 8 * WORDS + 3 * 8 + 4 + 4;
const NORMAL = 24 + 8 * WORDS;

/**
 * The state as Torch's `getRNGState` has it. Torch keeps of a pair of normals x and ρ, of which the second normal is made,
 * ρ sin(2πx); with x = 1/4, ρ is that normal.
 */
export function bytesOf(state: GeneratorState): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(BYTES);
  const view = new DataView(bytes.buffer);
  const due = state.next === WORDS;
  view.setBigInt64(0, BigInt(Math.trunc(state.seed)), true);
  view.setInt32(8, due ? 1 : WORDS + 1 - state.next, true);
  view.setInt32(12, 1, true);
  view.setUint32(16, due ? 0 : state.next, true);
  for (const [i, word] of state.words.entries()) view.setUint32(24 + 8 * i, word, true);
  if (state.normal !== null) {
    view.setFloat64(NORMAL, 0.25, true);
    view.setFloat64(NORMAL + 16, state.normal, true);
    view.setInt32(NORMAL + 24, 1, true);
  }
  return bytes;
}

/** The state that Torch's bytes hold. @throws RangeError unless they are those of a seeded generator. */
export function stateOf(bytes: Uint8Array): GeneratorState {
  if (bytes.length !== BYTES) {
    throw new RangeError(`torch.setRNGState: expected ${BYTES} bytes of a state, got ${bytes.length}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, BYTES);
  const left = view.getInt32(8, true);
  const next = left === 1 ? WORDS : view.getUint32(16, true);
  if (view.getInt32(12, true) !== 1 || left < 1 || left > WORDS || (left > 1 && next !== WORDS + 1 - left)) {
    throw new RangeError('torch.setRNGState: expected the state of a seeded generator, got other bytes');
  }
  const kept = view.getInt32(NORMAL + 24, true) === 1;
  const second = view.getFloat64(NORMAL + 16, true) * sin(2 * Math.PI * view.getFloat64(NORMAL, true));
  return {
    seed: Number(view.getBigInt64(0, true)),
    words: Array.from({ length: WORDS }, (_, i) => view.getUint32(24 + 8 * i, true)),
    next,
    normal: kept ? second : null,
  };
}
