/** @file nn.tables: which planes are connected, and in which order the random ones are drawn. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../../lib/nn.js';
import { torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';

test('all planes, or each with its like', () => {
  assert.equal(nn.tables.full(2, 3).totable(), [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
    [0, 2],
    [1, 2],
  ]);
  assert.equal(nn.tables.oneToOne(2).totable(), [
    [0, 0],
    [1, 1],
  ]);
});

test('random connections go through random orders, of which there is a new one when too few are left', () => {
  torch.manualSeed(7);
  const orders = [1, 2, 3].map(() => torch.randperm(5).toArray());
  torch.manualSeed(7);
  const table = nn.tables.random(5, 5, 2);
  const from = [orders[0].slice(0, 4), orders[1].slice(0, 4), orders[2].slice(0, 2)].flat();
  assert.equal(table.select(1, 0).toArray(), from);
  assert.equal(table.select(1, 1).toArray(), [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
});

test('an order that is used up is followed by a draw, also at the end', () => {
  torch.manualSeed(3);
  nn.tables.random(2, 1, 2);
  const after = torch.uniform();
  torch.manualSeed(3);
  torch.randperm(2);
  torch.randperm(2);
  assert.is(after, torch.uniform());
});

test('numbers of planes from 1 up', () => {
  const who = 'nn.tables';
  fails(() => nn.tables.full(0, 2), RangeError, `${who}.full: expected nin from 1 up, got 0`);
  fails(() => nn.tables.oneToOne(1.5), RangeError, `${who}.oneToOne: expected n from 1 up, got 1.5`);
  fails(
    () => nn.tables.random(2, 3, 4),
    RangeError,
    `${who}.random: expected at most 2 connections for a plane, got 4`,
  );
});

test.run();
