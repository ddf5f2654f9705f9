/** @file What a batch of rows shares, against loops over columns. */
import { test } from 'uvu';
import { epsilon, precisions, random, same, uniform, within } from './arrays.js';
import { backends } from './backends.js';

const draw = uniform(9);
const shapes = [
  [0, 3],
  [3, 0],
  [1, 1],
  [1, 5],
  [7, 1],
  [4, 3],
  [33, 20],
  [2, 4097],
  [4097, 2],
  [129, 65],
];

for (const precision of precisions) {
  test(`addColumnSums in ${precision.name} adds every row to y, and touches nothing beside it`, () => {
    for (const [rows, n] of shapes) {
      for (const alpha of [1, -0.7, 0]) {
        const x = random(precision, rows * n + 3, draw);
        const y = random(precision, n + 4, draw);
        const expected = y.slice();
        const sizes = new Float64Array(y.length);
        for (let j = 0; j < n; j++) {
          let sum = 0;
          sizes[1 + j] = Math.abs(y[1 + j]);
          for (let i = 0; i < rows; i++) {
            sum += x[2 + i * n + j];
            sizes[1 + j] += Math.abs(alpha * x[2 + i * n + j]);
          }
          expected[1 + j] += alpha * sum;
        }
        // One rounding a row, where the sum is kept in y, and that of the definition.
        for (const { name, on } of backends) {
          const result = y.slice();
          on.addColumnSums(rows, n, alpha, x, 2, result, 1);
          within(
            result,
            expected,
            (rows + 4) * 2 * epsilon(precision),
            (i) => sizes[i],
            `${name} ${rows} × ${n} α ${alpha}`,
          );
        }
      }
    }
  });

  test(`spread in ${precision.name} writes x to every row, and touches nothing beside them`, () => {
    for (const [rows, n] of shapes) {
      const x = random(precision, n + 2, draw);
      const y = random(precision, rows * n + 5, draw);
      const expected = y.slice();
      for (let k = 0; k < rows * n; k++) expected[3 + k] = x[1 + (k % n)];
      for (const { name, on } of backends) {
        const result = y.slice();
        on.spread(rows, n, x, 1, result, 3);
        same(result, expected, `${name} ${rows} × ${n}`);
      }
    }
  });
}

test.run();
