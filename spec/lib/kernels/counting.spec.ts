/** @file The decorator that counts work. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { counting, js, type KernelName, noAxis, type Patches, type Vector } from '../../../lib/kernels/index.js';
import { random, same, uniform } from './arrays.js';

const size = 24;

/** Six elements of a window at two places. */
const patches: Patches = {
  channels: 1,
  depth: noAxis,
  height: { size: 3, kernel: 3, stride: 1, padding: 0, dilation: 1, outputs: 1 },
  width: { size: 3, kernel: 2, stride: 1, padding: 0, dilation: 1, outputs: 2 },
};

/** One call of every kernel, and the multiply-adds and elements that it stands for. */
const cases: [KernelName, number, number, (kernels: typeof js, x: Vector, y: Vector, z: Vector) => unknown][] = [
  ['gemm', 24, 0, (on, x, y, z) => on.gemm(false, true, 2, 3, 4, 1, x, 0, 4, y, 0, 4, 0, z, 0, 3)],
  ['gemv', 12, 0, (on, x, y, z) => on.gemv(true, 3, 4, 1, x, 0, 4, y, 0, 1, 1, z, 0, 1)],
  ['ger', 10, 0, (on, x, y, z) => on.ger(2, 5, 2, x, 0, 1, y, 0, 1, z, 0, 5)],
  ['axpy', 7, 0, (on, x, _, z) => on.axpy(7, 2, x, 0, 1, z, 0, 1)],
  ['dot', 8, 0, (on, x, y) => on.dot(8, x, 0, 1, y, 0, 2)],
  ['nrm2', 9, 0, (on, x) => on.nrm2(9, x, 0, 1)],
  ['scal', 6, 0, (on, _, __, z) => on.scal(6, 2, z, 0, 1)],
  ['sum', 0, 5, (on, x) => on.sum(5, x, 1)],
  ['equal', 0, 7, (on, x, y) => on.equal(7, x, 0, y, 0)],
  ['addColumnSums', 12, 0, (on, x, _, z) => on.addColumnSums(3, 4, 2, x, 0, z, 0)],
  ['spread', 0, 12, (on, x, _, z) => on.spread(3, 4, x, 0, z, 0)],
  ['sumPlanes', 0, 12, (on, x) => on.sumPlanes(2, 3, 2, x, 0, new Float64Array(3))],
  [
    'dotPlanes',
    0,
    18,
    (on, x, y) => on.dotPlanes(3, 2, 3, x, 0, new Float64Array(2), y, 0, new Float64Array(2), new Float64Array(2)),
  ],
  [
    'combinePlanes',
    0,
    20,
    (on, x, _, z) =>
      on.combinePlanes(2, 2, 5, new Float64Array(2), [[new Float64Array(2), x, 0, new Float64Array(2)]], z, 0),
  ],
  ['im2col', 0, 24, (on, x, _, z) => on.im2col(patches, 2, x, 0, 9, z, 0, 4)],
  ['col2im', 0, 24, (on, x, _, z) => on.col2im(patches, 2, x, 0, 4, z, 0, 9)],
  ['mul', 0, 11, (on, x, y, z) => on.mul(11, x, 0, y, 0, z, 0)],
  ['addcmul', 0, 13, (on, x, y, z) => on.addcmul(13, 3, x, 0, y, 0, z, 0)],
  ['tripleProduct', 0, 9, (on, x, y, z) => on.tripleProduct(9, x, 0, y, 1, x, 2, z, 3)],
  ['sumOfProducts', 0, 8, (on, x, y, z) => on.sumOfProducts(8, x, 0, y, 1, x, 2, y, 3, x, 4, z, 5)],
  ['exp', 0, 3, (on, x, _, z) => on.exp(3, x, 0, z, 0)],
  ['log', 0, 4, (on, x, _, z) => on.log(4, x, 0, z, 0)],
  ['tanh', 0, 5, (on, x, _, z) => on.tanh(5, x, 0, z, 0)],
  ['tanhSlope', 0, 7, (on, x, _, z) => on.tanhSlope(7, x, 0, z, 0)],
  ['tanhBend', 0, 8, (on, x, _, z) => on.tanhBend(8, x, 0, z, 0)],
  ['sigmoid', 0, 6, (on, x, _, z) => on.sigmoid(6, x, 0, z, 0)],
  ['sigmoidSlope', 0, 9, (on, x, y, z) => on.sigmoidSlope(9, x, 0, y, 0, z, 0)],
  ['sigmoidBend', 0, 10, (on, x, y, z) => on.sigmoidBend(10, x, 0, y, 0, z, 0)],
  ['softPlus', 0, 11, (on, x, _, z) => on.softPlus(11, 2, 20, x, 0, z, 0)],
  ['softPlusSlope', 0, 12, (on, x, _, z) => on.softPlusSlope(12, 2, 20, x, 0, z, 0)],
  ['softPlusBend', 0, 13, (on, x, _, z) => on.softPlusBend(13, 2, 20, x, 0, z, 0)],
  ['threshold', 0, 14, (on, x, _, z) => on.threshold(14, 2, 0, x, 0, z, 0)],
  ['gate', 0, 15, (on, x, y, z) => on.gate(15, 2, x, 0, y, 0, z, 0)],
  ['leak', 0, 16, (on, x, y, z) => on.leak(16, 2, x, 0, y, 0, z, 0)],
  ['clamp', 0, 17, (on, x, _, z) => on.clamp(17, -1, 1, x, 0, z, 0)],
  ['softMax', 0, 24, (on, x, _, z) => on.softMax(2, 3, 4, x, 0, z, 0)],
  ['softMaxGrad', 0, 12, (on, x, y, z) => on.softMaxGrad(1, 3, 4, x, 0, y, 0, z, 0)],
  ['softMaxRGrad', 0, 18, (on, x, y, z) => on.softMaxRGrad(2, 3, 3, x, 0, y, 0, x, 0, y, 0, z, 0)],
  ['logSoftMax', 0, 20, (on, x, _, z) => on.logSoftMax(5, 2, 2, x, 0, z, 0)],
  ['logSoftMaxGrad', 0, 16, (on, x, y, z) => on.logSoftMaxGrad(4, 4, 1, x, 0, y, 0, z, 0)],
  ['logSoftMaxR', 0, 15, (on, x, y, z) => on.logSoftMaxR(3, 5, 1, x, 0, y, 0, z, 0)],
  ['logSoftMaxRGrad', 0, 14, (on, x, y, z) => on.logSoftMaxRGrad(7, 2, 1, x, 0, y, 0, x, 0, undefined, 0, z, 0)],
];

const draw = uniform(6);
const x = random(Float64Array, size, draw).map((v) => v + 2);
const y = random(Float64Array, size, draw);
const z = random(Float64Array, size, draw);

test('the cases cover every kernel', () => {
  const names = Object.keys(js).filter((key) => key !== 'name' && key !== 'scratch');
  assert.equal(cases.map(([kernel]) => kernel).sort(), names.sort());
});

for (const [kernel, multiplyAdds, elements, call] of cases) {
  test(`counting forwards ${kernel} unchanged and tallies it alone`, () => {
    const counted = counting(js);
    const expected = z.slice();
    const actual = z.slice();
    assert.is(call(counted, x, y, actual), call(js, x, y, expected));
    same(actual, expected, kernel);
    assert.is(counted.multiplyAdds, multiplyAdds);
    assert.is(counted.elements, elements);
    for (const [other] of cases) assert.is(counted.calls[other], other === kernel ? 1 : 0, other);
  });
}

test('tallies add up until reset', () => {
  const counted = counting(js);
  for (let i = 0; i < 3; i++) {
    counted.dot(5, x, 0, 1, y, 0, 1);
    counted.exp(2, x, 0, z.slice(), 0);
  }
  assert.is(counted.multiplyAdds, 15);
  assert.is(counted.elements, 6);
  assert.is(counted.calls.dot, 3);
  counted.reset();
  assert.is(counted.multiplyAdds, 0);
  assert.is(counted.elements, 0);
  assert.ok(Object.values(counted.calls).every((count) => count === 0));
});

test('a decorator may decorate another, and is named after its base', () => {
  const outer = counting(counting(js));
  assert.is(outer.name, 'counting(counting(js))');
  assert.is(outer.sum(2, Float64Array.of(1, 2), 0), 3);
  assert.is(outer.elements, 2);
});

test.run();
