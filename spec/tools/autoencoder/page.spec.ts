/** @file The page on the deep autoencoder: its table and its sentences follow the figures. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Course, page } from '../../../tools/autoencoder/page.js';

const course = (name: string, points: [gradients: number, squared: number][]): Course => ({
  name,
  points: points.map(([gradients, squared]) => ({
    gradients,
    squared,
    crossEntropy: 10 * squared,
    seconds: gradients,
  })),
});

const falling: [number, number][] = [
  [0, 300],
  [4, 40],
  [30, 30],
  [70, 8],
  [99, 5],
  [130, 1],
];
const stalled: [number, number][] = [
  [0, 300],
  [20, 20],
  [80, 10],
  [100, 9],
];
const conditions = { rows: 200, budget: 100, seed: 1, floor: 12.34 };

test('the table has what each run had reached with so much work, and no more', () => {
  const text = page([course('hf', falling), course('sgd 0.1', stalled), course('sgd 1', [[0, 300]])], conditions);
  const table = text.split('\n').filter((line) => line.startsWith('|'));
  assert.equal(table, [
    '| work |         hf |      sgd 0.1 |        sgd 1 |',
    '| ---: | ---------: | -----------: | -----------: |',
    '|    5 | 40 (400.0) | 300 (3000.0) | 300 (3000.0) |',
    '|   10 | 40 (400.0) | 300 (3000.0) | 300 (3000.0) |',
    '|   25 | 40 (400.0) |   20 (200.0) | 300 (3000.0) |',
    '|   50 | 30 (300.0) |   20 (200.0) | 300 (3000.0) |',
    '|   75 |   8 (80.0) |   20 (200.0) | 300 (3000.0) |',
    '|  100 |   5 (50.0) |     9 (90.0) | 300 (3000.0) |',
  ]);
  assert.match(text, 'npm run autoencoder -- --rows 200 --budget 100 --seed 1');
  assert.match(text, 'the grey of the images alone makes 12.3.');
});

test('who is ahead is said as it is', () => {
  const ahead = page([course('hf', falling), course('sgd 0.1', stalled)], conditions);
  assert.match(ahead, 'hf ends at a squared error of 5, after a fall of 38 % over the last fifth of the budget.\n');
  assert.match(ahead, '- sgd 0.1 ends at 9, after a fall of 10 %; hf is below that from a work of 70 on.\n');
  const behind = page([course('hf', stalled), course('sgd 0.1', falling)], conditions);
  assert.match(behind, '- sgd 0.1 ends at 5, after a fall of 38 %; hf is not below that.\n');
});

test.run();
