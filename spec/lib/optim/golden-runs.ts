/** @file Iterates of methods on a network of two hidden layers, recorded from programs of another kind. */
import type { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../../lib/nn.js';
import { type Method, type Opfunc, opfunc } from '../../../lib/optim/index.js';
import { Tensor, torch } from '../../../lib/tensor/index.js';
import { nearNumbers, read } from '../../golden.js';
import { layers } from '../../networks.js';

interface Run {
  method: string;
  config: object;
  seed?: number;
  x: number[][];
  losses: (number | number[])[];
  /** What the state holds after each call. */
  damping?: number[];
  sigma?: number[];
}

const recorded = read<{
  sizes: number[];
  input: number[][];
  target: number[];
  x0: number[];
  runs: Run[];
}>('pytorch/optim-second-order.json');

/** The function that was minimised, and where. */
export function recordedProblem(): { f: Opfunc; x: Tensor } {
  const model = layers(recorded.sizes).add(nn.LogSoftMax());
  const [x] = model.getParameters();
  x.copy(Tensor.from('Double', recorded.x0));
  const input = Tensor.from('Double', recorded.input);
  return { f: opfunc(model, nn.ClassNLLCriterion(), { input, target: Tensor.from('Long', recorded.target) }), x };
}

/** A test for each recorded run of the method. */
export function compareRuns(
  test: ReturnType<typeof suite>,
  name: string,
  method: Method<object, object>,
  tolerance: number,
): void {
  const runs = recorded.runs.filter((run) => run.method === name);
  test('runs are recorded', () => assert.ok(runs.length > 0));
  for (const run of runs) {
    test(`iterates on a network are those recorded, with ${JSON.stringify(run.config)}`, () => {
      const { f, x } = recordedProblem();
      const state: Record<string, unknown> = {};
      if (run.seed !== undefined) torch.manualSeed(run.seed);
      run.x.forEach((expected, call) => {
        const [result, losses] = method(f, x, run.config, state);
        assert.is(result, x);
        nearNumbers(x.toArray(), expected, tolerance, `x after call ${call}`);
        nearNumbers(losses, [run.losses[call]].flat(), tolerance, `losses of call ${call}`);
        for (const field of ['damping', 'sigma'] as const) {
          if (run[field]) nearNumbers([state[field] as number], [run[field][call]], tolerance, field);
        }
      });
    });
  }
}
