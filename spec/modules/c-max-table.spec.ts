/** @file CMaxTable against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import { nn } from '../../lib/nn.js';
import { takesExtremes } from './table-extremes.js';

takesExtremes(
  'CMaxTable',
  () => nn.CMaxTable(),
  [
    [5, 2],
    [5, 3],
    [1, 3],
  ],
  [5, 3],
);

test.run();
