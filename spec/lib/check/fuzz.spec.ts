import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fuzzNetworks, randomNetwork } from '../../../lib/check/index.js';
import * as nn from '../../../lib/classes.js';
import { generator } from '../../../lib/tensor/index.js';
import { OverwritesGradInput, WrongBend } from './wrong.js';

test('fifty random networks pass', () => {
  for (const report of fuzzNetworks(nn, { seed: 1, count: 50 })) assert.ok(report.passed, report.toString());
});

test('a seed makes one network, whatever the default generator does, which is left alone', () => {
  const state = generator.getRNGState();
  const a = randomNetwork(nn, 7);
  assert.equal(generator.getRNGState(), state);
  generator.manualSeed(99);
  const b = randomNetwork(nn, 7);
  assert.is(a.plan, b.plan);
  assert.equal(
    a.model.parameters()[0].map((w) => w.toArray()),
    b.model.parameters()[0].map((w) => w.toArray()),
  );
});

for (const Tanh of [OverwritesGradInput, WrongBend]) {
  test(`networks with ${Tanh.name} are caught, and their reports name the seed`, () => {
    const failed = fuzzNetworks({ ...nn, Tanh, Sigmoid: Tanh }, { seed: 20, count: 10 }).filter(
      ({ passed }) => !passed,
    );
    assert.ok(failed.length >= 8, `${failed.length} of 10`);
    assert.match(failed[0].subject, /^fuzzed network of seed 2\d \(.*Criterion\)$/);
  });
}

test.run();
