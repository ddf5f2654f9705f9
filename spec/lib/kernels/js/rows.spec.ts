/** @file What a batch of rows shares, against loops over columns. */
import { test } from 'uvu';
import { js } from '../../../../lib/kernels/index.js';
import { close, epsilon, precisions, random, same, uniform } from '../arrays.js';

const draw = uniform(9);

for (const precision of precisions) {
  test(`addColumnSums in ${precision.name} adds every row to y, and touches nothing beside it`, () => {
    for (const [rows, n] of [
      [0, 3],
      [1, 1],
      [1, 5],
      [7, 1],
      [4, 3],
      [33, 20],
    ]) {
      const x = random(precision, rows * n + 3, draw);
      const y = random(precision, n + 4, draw);
      const expected = y.slice();
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let i = 0; i < rows; i++) sum += x[2 + i * n + j];
        expected[1 + j] += -0.7 * sum;
      }
      js.addColumnSums(rows, n, -0.7, x, 2, y, 1);
      close(y, expected, (rows + 2) * 4 * epsilon(precision), `${rows} × ${n}`);
    }
  });

  test(`spread in ${precision.name} writes x to every row, and touches nothing beside them`, () => {
    for (const [rows, n] of [
      [0, 3],
      [1, 1],
      [1, 5],
      [7, 1],
      [4, 3],
      [33, 20],
    ]) {
      const x = random(precision, n + 2, draw);
      const y = random(precision, rows * n + 5, draw);
      const expected = y.slice();
      for (let k = 0; k < rows * n; k++) expected[3 + k] = x[1 + (k % n)];
      js.spread(rows, n, x, 1, y, 3);
      same(y, expected, `${rows} × ${n}`);
    }
  });
}

test.run();
