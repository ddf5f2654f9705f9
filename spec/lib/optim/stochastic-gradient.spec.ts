/** @file StochasticGradient: steps by hand, hooks, order, and what it prints. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../../lib/nn.js';
import { torch } from '../../../lib/tensor/index.js';

type Linear = InstanceType<typeof nn.Linear>;

/** y = w x with w = 0, which is to become y = 1 at x = 1: the gradient is 2 (w − 1). */
function trainer(): { layer: Linear; trainer: InstanceType<typeof nn.StochasticGradient> } {
  const layer = nn.Linear(1, 1, false);
  layer.weight.zero();
  const made = nn.StochasticGradient(layer, nn.MSECriterion());
  made.verbose = false;
  return { layer, trainer: made };
}

const one = [[torch.ones(1), torch.ones(1)]] as const;

test('a step for each example, with a rate that decays from pass to pass', () => {
  const { layer, trainer: t } = trainer();
  Object.assign(t, { learningRate: 0.25, learningRateDecay: 0.5, maxIteration: 2 });
  const errors: [number, number][] = [];
  t.hookIteration = (_, iteration, error) => errors.push([iteration, error]);
  t.train(one);
  // w = 0 + 0.25 · 2 = 0.5; then the rate is 0.25 / (1 + 2 · 0.5) = 0.125, and w = 0.5 + 0.125 · 1.
  assert.is(layer.weight.get(0, 0), 0.625);
  assert.equal(errors, [
    [1, 1],
    [2, 0.25],
  ]);
});

test('hooks see the trainer and the example, and may change the rate', () => {
  const { layer, trainer: t } = trainer();
  Object.assign(t, { learningRate: 0.25, maxIteration: 2 });
  const seen: unknown[] = [];
  t.hookExample = (self, example) => {
    seen.push(self, example);
    self.learningRate = 0;
  };
  t.train(one);
  assert.equal(seen, [t, one[0], t, one[0]]);
  assert.is(layer.weight.get(0, 0), 0.5);
});

test('examples come by number, in an order that is drawn or in their own; without a limit a hook ends it', () => {
  const order = (shuffleIndices: boolean): number[] => {
    const { trainer: t } = trainer();
    const asked: number[] = [];
    Object.assign(t, { shuffleIndices, maxIteration: 0 });
    t.hookIteration = () => {
      throw new Error('enough');
    };
    torch.manualSeed(4);
    assert.throws(
      () =>
        t.train({
          size: () => 5,
          get: (i) => {
            asked.push(i);
            return one[0];
          },
        }),
      /^enough$/,
    );
    return asked;
  };
  assert.equal(order(false), [0, 1, 2, 3, 4]);
  const drawn = order(true);
  torch.manualSeed(4);
  assert.equal(drawn, torch.randperm(5).toArray());
});

test('backward returns the gradient of the input again afterwards', () => {
  const { layer, trainer: t } = trainer();
  t.maxIteration = 1;
  t.train(one);
  layer.forward(one[0][0]);
  assert.is((layer.backward(one[0][0], torch.ones(1)) as typeof layer.weight).nElement(), 1);
});

test("it tells what Torch's tells", () => {
  const { trainer: t } = trainer();
  Object.assign(t, { verbose: true, maxIteration: 1 });
  const { log } = console;
  const lines: unknown[] = [];
  console.log = (line: unknown) => lines.push(line);
  try {
    t.train(one);
  } finally {
    console.log = log;
  }
  assert.equal(lines, [
    '# StochasticGradient: training',
    '# current error = 1',
    '# StochasticGradient: you have reached the maximum number of iterations',
    '# training error = 1',
  ]);
});

test.run();
