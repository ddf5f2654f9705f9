/** @file Generators of one's own, and states in Torch's bytes. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Generator, generator, type Tensor, torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';
import { correctlyRounded, golden, numbers, same, times } from './golden-random.js';

test('a Generator is callable, and has a stream of its own', () => {
  const gen = torch.Generator();
  assert.ok(gen instanceof torch.Generator && gen instanceof Generator && new torch.Generator() instanceof Generator);
  torch.manualSeed(gen, 1);
  torch.manualSeed(123);
  assert.equal([torch.initialSeed(gen), torch.initialSeed()], [1, 123]);
  const [own, common] = golden.map((row) => numbers(row, 'random'));
  for (let i = 0; i < 5; i++) assert.equal([torch.random(gen), torch.random()], [own[i], common[i]]);
  assert.is(torch.seed(gen), torch.initialSeed(gen));
  assert.is(torch.seed(), generator.initialSeed());
});

/** Torch's record (lib/TH/THRandom.h of torch7), by its offsets on 64 bits. */
const record = (state: Tensor): DataView => new DataView(Uint8Array.from(state.toArray()).buffer);

test("a state has the bytes of Torch's record", () => {
  torch.manualSeed(1);
  const fresh = record(torch.getRNGState());
  assert.is(fresh.byteLength, 5048);
  assert.equal([fresh.getBigInt64(0, true), fresh.getInt32(8, true), fresh.getInt32(12, true)], [1n, 1, 1]);
  // MT19937's first words for seed 1: 1, and 1812433253 · (1 ^ (1 >>> 30)) + 1.
  assert.equal([fresh.getBigUint64(24, true), fresh.getBigUint64(32, true)], [1n, 1812433254n]);
  assert.is(fresh.getInt32(5040, true), 0, 'no normal is kept');
  times(3, () => torch.random());
  const after = record(torch.getRNGState());
  assert.equal([after.getInt32(8, true), after.getBigUint64(16, true)], [622, 3n], 'left and next');
  torch.manualSeed(-1);
  assert.is(record(torch.getRNGState()).getBigInt64(0, true), -1n);
});

test('a record as Torch writes it is continued, a kept normal included', () => {
  torch.manualSeed(1);
  torch.normal();
  const state = torch.getRNGState();
  const view = record(state);
  // What Torch keeps: both uniforms of the pair and ρ = √(−2 ln(1 − y)).
  const [x, y] = numbers(golden[0], 'uniform');
  view.setFloat64(5016, x, true);
  view.setFloat64(5024, y, true);
  view.setFloat64(5032, Math.sqrt(-2 * Math.log(1 - y)), true);
  const theirs = torch.ByteTensor(Array.from(new Uint8Array(view.buffer)));
  for (const given of [state, theirs]) {
    assert.is(torch.setRNGState(given), given);
    const want = correctlyRounded(golden[0], 'normal');
    for (let i = 1; i < 10; i++) assert.ok(Math.abs(torch.normal() - want[i]) < 1e-14, `normal ${i}`);
  }
});

test('a state continues at every place of a block, in the same and in another generator', () => {
  const want = numbers(golden[0], 'random');
  const other = torch.Generator();
  for (const place of [0, 1, 623, 624, 625, 690]) {
    torch.manualSeed(1);
    times(place, () => torch.random());
    const state = torch.getRNGState();
    const copied = state.clone();
    same(
      times(10, () => torch.random()),
      want.slice(place, place + 10),
      'goes on',
    );
    assert.equal(state.toArray(), copied.toArray(), 'a state is a copy');
    torch.setRNGState(other, state);
    same(
      times(10, () => torch.random(other)),
      want.slice(place, place + 10),
      `in another, after ${place}`,
    );
    assert.equal(torch.getRNGState(other).toArray(), torch.getRNGState().toArray());
  }
});

test('a ByteTensor may be given for the state', () => {
  const result = torch.ByteTensor(3);
  assert.is(torch.getRNGState(result), result);
  assert.is(torch.getRNGState(torch.Generator(), result), result);
  assert.equal(result.size(), [5048]);
});

test('what is no state is refused, and then the generator goes on as if nothing was', () => {
  torch.manualSeed(1);
  const state = torch.getRNGState();
  const changed = (change: (view: DataView) => void): Tensor => {
    const view = record(state);
    change(view);
    return torch.ByteTensor(Array.from(new Uint8Array(view.buffer)));
  };
  const seeded = 'torch.setRNGState: expected the state of a seeded generator, got other bytes';
  for (const wrong of [
    changed((view) => view.setInt32(12, 0, true)),
    changed((view) => view.setInt32(8, 0, true)),
    changed((view) => view.setInt32(8, 625, true)),
    changed((view) => {
      view.setInt32(8, 600, true);
      view.setUint32(16, 600, true);
    }),
  ]) {
    fails(() => torch.setRNGState(wrong), RangeError, seeded);
  }
  const bytes = 'torch.setRNGState: expected 5048 bytes of a state, got 3';
  fails(() => torch.setRNGState(torch.ByteTensor(3)), RangeError, bytes);
  fails(
    () => torch.setRNGState(torch.Tensor(3)),
    TypeError,
    'torch.setRNGState: expected a ByteTensor, got DoubleTensor(3)',
  );
  fails(() => torch.setRNGState({} as never), TypeError, 'torch.setRNGState: expected a ByteTensor, got object');
  fails(() => torch.getRNGState(3 as never), TypeError, 'torch.getRNGState: expected a ByteTensor, got number');
  fails(() => torch.manualSeed('1' as never), TypeError, 'torch.manualSeed: expected a number, got string');
  assert.is(torch.random(), numbers(golden[0], 'random')[0]);
});

test.run();
