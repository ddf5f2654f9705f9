/** @file CMinTable against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import { nn } from '../../lib/nn.js';
import { takesExtremes } from './table-extremes.js';

takesExtremes(
  'CMinTable',
  () => nn.CMinTable(),
  [
    [1, 9],
    [1, 2],
    [4, 2],
  ],
  [1, 2],
);

test.run();
