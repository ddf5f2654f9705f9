/** @file The word that was probably meant. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { suggestion } from '../../../lib/io/nearest.js';

const test = suite('suggestion');
const words = ['tanh', 'sigmoid', 'relu', 'softplus', 'newton-cg'];
const cases: [string, string][] = [
  ['tahn', 'tanh'],
  ['TANH', 'tanh'],
  ['tan', 'tanh'],
  ['sigmoyd', 'sigmoid'],
  ['newtoncg', 'newton-cg'],
  ['softplsu', 'softplus'],
  ['gelu', 'relu'],
  ['lbfgs', ''],
  ['x', ''],
  ['', ''],
];
for (const [word, expected] of cases) {
  test(`'${word}' means ${expected || 'nothing known'}`, () => {
    assert.is(suggestion(word, words), expected && `; did you mean '${expected}'?`);
  });
}

test('of two that are near, the nearer', () => {
  assert.is(
    suggestion('SpatialMaxPoolin', ['SpatialMaxUnpooling', 'SpatialMaxPooling']),
    "; did you mean 'SpatialMaxPooling'?",
  );
});

test.run();
