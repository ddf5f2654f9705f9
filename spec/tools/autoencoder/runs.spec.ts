/** @file Runs on the deep autoencoder: equal beginnings, and work that is counted. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { errorsOf, makeProblem, SIZES } from '../../../tools/autoencoder/problem.js';
import { type Point, runHf, runSgd } from '../../../tools/autoencoder/runs.js';

const parameters = SIZES.slice(1).reduce((sum, size, i) => sum + size * (SIZES[i] + 1), 0);

test('problems of one seed have the same images and weights, 15 for each unit', () => {
  const [one, two] = [makeProblem(3, 5), makeProblem(3, 5)];
  const [w] = one.model.getParameters();
  assert.is(w.nElement(), parameters);
  assert.equal(w.toArray(), two.model.getParameters()[0].toArray());
  assert.equal(one.images.toArray(), two.images.toArray());
  const units = SIZES.slice(1).reduce((sum, size, i) => sum + size * Math.min(15, SIZES[i]), 0);
  assert.is(w.toArray().filter((value) => value !== 0).length, units);
});

test('errors are for an image: squares summed over pixels, and cross-entropy in nats', () => {
  const problem = makeProblem(4, 2);
  const output = (problem.model.forward(problem.images) as typeof problem.images).toArray().flat();
  const images = problem.images.toArray().flat();
  const { crossEntropy, squared } = errorsOf(problem);
  const sum = (term: (y: number, t: number) => number): number =>
    output.reduce((total, y, i) => total + term(y, images[i]), 0) / 4;
  assert.ok(Math.abs(squared / sum((y, t) => (y - t) ** 2) - 1) < 1e-12);
  assert.ok(Math.abs(crossEntropy / sum((y, t) => -t * Math.log(y) - (1 - t) * Math.log(1 - y)) - 1) < 1e-9);
});

test('both lower the error, and neither begins more than its budget', () => {
  const reported: Point[] = [];
  const hf = runHf(makeProblem(20, 1), 2, (point) => reported.push(point));
  const sgd = runSgd(makeProblem(20, 1), 2, { learningRate: 0.01, batch: 10 }, (point) => reported.push(point));
  for (const points of [hf, sgd]) assert.ok((points.at(-1)?.squared ?? NaN) < 0.5 * points[0].squared);
  // One step of hf has 11 CG steps at least; an epoch of sgd is one gradient.
  assert.is(hf.length, 2);
  assert.ok(hf[1].gradients > 12 && hf[1].gradients < 40);
  assert.equal(
    sgd.map(({ gradients }) => gradients),
    [0, 1, 2],
  );
  assert.equal(reported, [...hf, ...sgd]);
});

test.run();
