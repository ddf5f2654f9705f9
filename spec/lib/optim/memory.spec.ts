/** @file Methods that use Hv make no memory of x's size after their first steps. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../../lib/nn.js';
import * as optim from '../../../lib/optim/index.js';
import { type Method, opfunc } from '../../../lib/optim/index.js';
import { torch } from '../../../lib/tensor/index.js';
import { arraysMade } from '../../arrays-made.js';
import { layers } from '../../networks.js';

const test = suite('memory of methods');

// [method, config, whether it makes no array at all; else it makes small ones for problems of the subspace]
const methods: [string, object, boolean][] = [
  ['adaHessian', { blockSize: 3, hessianPower: 0.5, weightDecay: 0.1 }, true],
  ['sophia', { k: 2 }, true],
  ['esgd', { k: 2 }, true],
  ['newtonCG', { maxCG: 10 }, true],
  ['hf', { maxCG: 12 }, true],
  ['saddleFreeNewton', { dimension: 8, innerSteps: 2 }, false],
  ['krylovDescent', { dimension: 5 }, false],
  ['cubicNewton', { dimension: 8 }, false],
];

for (const [name, config, none] of methods) {
  test(`${name} works in the memory of its state`, () => {
    torch.manualSeed(2);
    const model = layers([6, 20, 15, 3]).add(nn.LogSoftMax());
    const [x] = model.getParameters();
    const data = { input: torch.randn(7, 6), target: torch.zeros(7).long() };
    const f = opfunc(model, nn.ClassNLLCriterion(), data);
    const method = (optim as unknown as Record<string, Method<object, object>>)[name];
    const state = {};
    const step = (): unknown => method(f, x, config, state);
    for (let i = 0; i < 3; i++) step();
    const before = x.clone();
    const made = arraysMade(
      () => {
        for (let i = 0; i < 4; i++) step();
      },
      none ? 0 : x.nElement(),
    );
    assert.is(made, 0);
    assert.ok(before.add(-1, x).norm() > 0);
  });
}

test.run();
