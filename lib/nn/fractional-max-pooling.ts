/** @file FractionalMaxPooling: MaxPooling under windows that stand at random places. */
import { type Tensor, vector } from '../tensor/index.js';
import type { Component } from './component.js';
import type { Cover } from './largest.js';
import { type Covers, MaxPooling } from './max-pooling.js';
import { checkIsNumber } from './numbers.js';
import { number, optional, type TorchField } from './torch-field.js';

/**
 * Along an axis of n elements m windows of p elements begin at ⌊(o + u) α⌋ − ⌊u α⌋, α = (n − p) / (m − 1), the last one at n − p. u is
 * drawn in forward, uniform in [0, 1) for each plane and axis, the last axis first, as in Torch; all passes keep it, and so does the next
 * forward after `fixPoolingRegions()`, if it has as many planes. m is told, or a ratio that n is multiplied by and rounded down.
 * (Graham 2014.)
 */
export abstract class FractionalMaxPooling extends MaxPooling {
  /** Whether forward keeps the u that there are. */
  newRandomPool: boolean = false;
  /** u: (N × planes × axes), N = 1 for one sample. */
  declare randomSamples: Tensor | undefined;

  /** p along each axis. */
  protected abstract poolSizes(): number[];
  /** m along each axis, or the ratio. */
  protected abstract targets(): number[];

  /** @throws unless windows have 2 elements along each axis, and all targets are sizes or all are ratios. */
  protected checkRegions(): void {
    const who = this.constructor.name;
    const [pools, targets] = [this.poolSizes(), this.targets()];
    for (const n of [...pools, ...targets]) checkIsNumber(who, 'each size', n);
    if (!pools.every((p) => Number.isInteger(p) && p >= 2)) {
      throw new RangeError(`${who}: expected windows of 2 elements or more along each axis, got ${pools.join(' × ')}`);
    }
    const areSizes = targets.every((m) => Number.isInteger(m) && m >= 1);
    if (!areSizes && !targets.every(isRatio)) {
      const got = targets.join(' × ');
      throw new RangeError(`${who}: expected output sizes from 1 up, or ratios between 0 and 1, got ${got}`);
    }
  }

  /** From now on, forward keeps the places of windows, or, with false, draws again. */
  fixPoolingRegions(fix: boolean = true): this {
    this.newRandomPool = fix;
    return this;
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.randomSamples = undefined;
  }

  /** u stays, as in Torch. */
  override convertTo(...args: Parameters<Component['convertTo']>): void {
    const { randomSamples } = this;
    super.convertTo(...args);
    if (randomSamples) this.randomSamples = randomSamples.type(this._type.name);
  }

  protected override places(size: number, axis: number): number {
    const target = this.targets()[axis];
    return target < 1 ? Math.floor(size * target) : target;
  }

  protected override cover(size: number, places: number, axis: number): Cover {
    const pool = this.poolSizes()[axis];
    if (size < places + pool) {
      const expected = `${places + pool} elements or more along ${this.axes()[axis]}`;
      throw new RangeError(
        `${this.describe()}.forward: expected ${expected}, for ${places} windows of ${pool}, got ${size}`,
      );
    }
    return { size, step: 1, extent: pool, first: Array(places).fill(0), end: Array(places).fill(pool) };
  }

  protected override findAll(covers: Covers, x: Tensor, y: Tensor, planes: number): void {
    const d = this.axes().length;
    const size = [x.dim() === d + 2 ? x._size[0] : 1, x._size[x.dim() - d - 1], d];
    this.randomSamples ??= this.buffer();
    const samples = this.randomSamples;
    if (!this.newRandomPool || String(samples._size) !== String(size)) samples.resize(size).uniform();
    const u = vector(samples);
    const round = u instanceof Float32Array ? Math.fround : Number;
    for (let plane = 0; plane < planes; plane++) {
      for (let i = 0; i < d; i++) lay(covers.axes[2 - i], u[samples._offset + plane * d + i], round);
      this.find(covers, x, y, plane, plane + 1);
    }
  }

  override toString(): string {
    const [targets, pools] = [this.targets().reverse(), this.poolSizes().reverse()];
    // Torch prints whole numbers, ratios as 0.
    return `${super.toString()}(${targets.map(Math.trunc).join('x')}, ${pools.join(',')})`;
  }
}

/** Puts the windows along an axis where u says, in arithmetic that rounds as the tensor's type does. */
function lay({ size, extent, first, end }: Cover, u: number, round: (x: number) => number): void {
  const last = first.length - 1;
  const alpha = round((size - extent) / last);
  const before = Math.trunc(round(u * alpha));
  for (let o = 0; o <= last; o++) {
    first[o] = o < last ? Math.trunc(round(round(o + u) * alpha)) - before : size - extent;
    end[o] = first[o] + extent;
  }
}

const isRatio = (ratio: number): boolean => ratio > 0 && ratio < 1;

/** A ratio, which there is where the field of the size is nil. */
export function ratioWithout(size: string): TorchField {
  const ratio = optional(number('0 < ratio < 1', isRatio));
  return {
    ...ratio,
    fromTorch: (value, expect, owner) => {
      const told = (owner as unknown as Record<string, unknown>)[size] !== undefined;
      return value === undefined && !told
        ? expect(`a ratio, where there is no ${size}`)
        : ratio.fromTorch(value, expect, owner);
    },
  };
}
