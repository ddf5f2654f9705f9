/** @file What methods keep from call to call has Torch's names and sizes: a state that Torch saved goes on here as it does there. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { torch } from '../../../lib/index.js';
import type { Method } from '../../../lib/optim/index.js';
import * as optim from '../../../lib/optim/index.js';
import { Tensor } from '../../../lib/tensor/index.js';
import { thrown } from '../../errors.js';
import { nearNumbers } from '../../golden.js';
import { rosenbrock } from './problems.js';

const test = suite('states of optim');

type Fields = Record<string, unknown>;
type AnyMethod = Method<Fields, Fields, unknown[]>;

interface Run {
  name: string;
  config: Fields;
  state: Fields;
  x: Tensor;
  /** x after two calls more. */
  after: Tensor;
}

const fieldsOf = (table: unknown): Fields => (table instanceof Map ? Object.fromEntries(table) : {});
/** Each method with what Lua Torch7 had in its state after three calls. */
const runs = (torch.load('spec/golden/torch7/optim-states.t7') as unknown as Map<string, unknown>[]).map(
  (table): Run => {
    const run = fieldsOf(table) as unknown as Run;
    return { ...run, config: fieldsOf(run.config), state: fieldsOf(run.state) };
  },
);
const methodOf = (name: string): AnyMethod => (optim as unknown as Record<string, AnyMethod>)[name];

/** Names of Torch's that are missing in our states: Torch makes each of them where it is not there. */
const madeByTorch: Readonly<Record<string, string[]>> = {
  sgd: ['decayParameters', 'deltaParameters'],
  lbfgs: ['al', 'dir_bufs', 'ro', 'stp_bufs'],
  cg: ['df3'],
};
/** Names of ours that Torch has not, and leaves alone. */
const ours: Readonly<Record<string, string[]>> = { nag: ['before'] };

const kindOf = (value: unknown): string =>
  value instanceof Tensor ? `${value.elementType.name} of ${value.nElement()}` : typeof value;

for (const { name, config, state, x, after } of runs) {
  const kept = { ...state };
  test(`${name} goes on from a state that Torch saved`, () => {
    for (let k = 0; k < 2; k++) methodOf(name)(rosenbrock, x, config, state);
    nearNumbers(x.toArray(), after.toArray(), 1e-10, 'x');
  });

  test(`the state of ${name} has Torch's names, types and sizes`, () => {
    const own: Fields = {};
    const at = Tensor.from('Double', [-1.2, 1, 0.5, -0.3]);
    for (let k = 0; k < 3; k++) methodOf(name)(rosenbrock, at, config, own);
    const expected = Object.keys(kept).filter((key) => !madeByTorch[name]?.includes(key));
    assert.equal(Object.keys(own).sort(), [...expected, ...(ours[name] ?? [])].sort());
    for (const key of expected) assert.is(kindOf(own[key]), kindOf(kept[key]), key);
  });
}

test('every method of Torch that keeps a state is among them', () => {
  const names = ['adadelta', 'adagrad', 'adam', 'adamax', 'asgd', 'cg', 'lbfgs', 'nag', 'rmsprop', 'rprop', 'sgd'];
  assert.equal(runs.map(({ name }) => name).sort(), names);
});

test('one table for both has the steps of rprop where the first one was, as in Torch', () => {
  const both: Fields = { stepsize: 0.01 };
  const x = Tensor.from('Double', [-1.2, 1]);
  methodOf('rprop')(rosenbrock, x, both);
  assert.equal((both.stepsize as Tensor).toArray(), [0.01, 0.01]);
  methodOf('rprop')(rosenbrock, x, both);
  assert.is((both.stepsize as Tensor).nElement(), 2);
});

test('a first step that is a vector, and a state of another size, are refused', () => {
  const x = Tensor.from('Double', [-1.2, 1]);
  const refused = (method: string, state: Fields): string =>
    thrown(() => methodOf(method)(rosenbrock, x, {}, state)).message;
  assert.is(
    thrown(() => methodOf('rprop')(rosenbrock, x, { stepsize: x.clone() }, {})).message,
    'rprop: expected delta beside a stepsize of vectors, got none',
  );
  assert.is(refused('adamax', { max: x.clone() }), 'adamax: expected max of 2 × 2 elements, got 2');
  assert.is(refused('rprop', { stepsize: 'far' }), 'rprop: expected stepsize to be a number, got string');
});

test.run();
