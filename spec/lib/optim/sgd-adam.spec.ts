/** @file sgd and adam against their formulas. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { SgdConfig, SgdState } from '../../../lib/optim/index.js';
import { type AdamConfig, type AdamState, adam, sgd } from '../../../lib/optim/index.js';
import { nearNumbers } from '../../golden.js';
import { quadratic, vector } from './problems.js';

const start = [3, -2, 1];
const g = (x: number[]): number[] => x.map((value, i) => [1, 10, 100][i] * value);

/** x after two steps of sgd. */
function two(config: SgdConfig): number[] {
  const x = vector(...start);
  const state: SgdState = {};
  for (let i = 0; i < 2; i++) sgd(quadratic, x, config, state);
  return x.toArray();
}

function near2(config: SgdConfig, step: (x: number[], k: number) => number[]): void {
  nearNumbers(two(config), step(step(start, 0), 1), 1e-13, JSON.stringify(config));
}

test('the learning rate is 1e-3, and decays with the number of calls', () => {
  near2({}, (x) => x.map((value, i) => value - 1e-3 * g(x)[i]));
  near2({ learningRate: 0.01, learningRateDecay: 0.5 }, (x, k) =>
    x.map((value, i) => value - (0.01 / (1 + 0.5 * k)) * g(x)[i]),
  );
});

test('weight decay is one for all, or one for each', () => {
  near2({ weightDecay: 0.3 }, (x) => x.map((value, i) => value - 1e-3 * (g(x)[i] + 0.3 * value)));
  const decays = [0.1, 0, 2];
  near2({ weightDecays: vector(...decays) }, (x) => x.map((value, i) => value - 1e-3 * (g(x)[i] + decays[i] * value)));
});

test('learning rates may differ from element to element', () => {
  const rates = [1, 0.1, 0];
  near2({ learningRate: 0.01, learningRates: vector(...rates) }, (x) =>
    x.map((value, i) => value - 0.01 * rates[i] * g(x)[i]),
  );
});

test('momentum averages gradients, damped as told, and looks ahead with nesterov', () => {
  const average = (dampening: number, ahead: boolean): ((x: number[]) => number[]) => {
    let m: number[] | undefined;
    return (x) => {
      m = m ? m.map((value, i) => 0.9 * value + (1 - dampening) * g(x)[i]) : g(x);
      return x.map((value, i) => value - 1e-3 * (ahead ? g(x)[i] + 0.9 * (m as number[])[i] : (m as number[])[i]));
    };
  };
  near2({ momentum: 0.9 }, average(0.9, false));
  near2({ momentum: 0.9, dampening: 0 }, average(0, false));
  near2({ momentum: 0.9, dampening: 0.4 }, average(0.4, false));
  near2({ momentum: 0.9, dampening: 0, nesterov: true }, average(0, true));
});

test('nesterov needs a momentum and no dampening', () => {
  const message = (momentum: number, dampening: number): RegExp =>
    new RegExp(`^sgd: expected momentum > 0 and dampening 0 with nesterov, got ${momentum} and ${dampening}$`);
  assert.throws(() => two({ nesterov: true }), message(0, 0));
  assert.throws(() => two({ nesterov: true, momentum: 0.9 }), message(0.9, 0.9));
});

test('without a state the configuration is the state, as in Torch', () => {
  const config: SgdConfig & SgdState = { momentum: 0.5 };
  const x = vector(...start);
  sgd(quadratic, x, config);
  sgd(quadratic, x, config);
  assert.is(config.evalCounter, 2);
  assert.equal(x.toArray(), two({ momentum: 0.5 }));
});

test('adam decays weights and rates as its formula says', () => {
  const config: AdamConfig = {
    learningRate: 0.1,
    learningRateDecay: 0.5,
    beta1: 0.8,
    beta2: 0.9,
    epsilon: 1e-3,
    weightDecay: 0.2,
  };
  const x = vector(...start);
  let y = start;
  let [m, v] = [
    [0, 0, 0],
    [0, 0, 0],
  ];
  const state: AdamState = {};
  for (let t = 1; t <= 4; t++) {
    adam(quadratic, x, config, state);
    const d = g(y).map((value, i) => value + 0.2 * y[i]);
    m = m.map((value, i) => 0.8 * value + 0.2 * d[i]);
    v = v.map((value, i) => 0.9 * value + 0.1 * d[i] ** 2);
    const rate = (0.1 / (1 + 0.5 * (t - 1))) * (Math.sqrt(1 - 0.9 ** t) / (1 - 0.8 ** t));
    y = y.map((value, i) => value - (rate * m[i]) / (Math.sqrt(v[i]) + 1e-3));
    nearNumbers(x.toArray(), y, 1e-13, `x after step ${t}`);
  }
});

test.run();
