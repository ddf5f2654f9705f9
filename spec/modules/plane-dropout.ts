/** @file What SpatialDropout and VolumetricDropout have to show: the cases of both specs. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Module } from '../../lib/nn/module.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

type Make = (p?: number, stochasticInference?: boolean) => Module & { setp(p: number): Module };

/** A plane has the sizes `plane`, of which `names` is what errors call them. */
export function dropsPlanes(name: string, make: Make, plane: number[], names: string): void {
  passesEveryCheck({
    'a batch, when training': () => [make(), torch.randn(2, 3, ...plane)],
    'one sample, when training': () => [make(0.3), torch.randn(3, ...plane)],
    'when evaluating': () => [make(0.3).evaluate(), torch.randn(2, 3, ...plane)],
  });

  test("whole planes are kept or left out, in the order of Torch's draws, by every pass", () => {
    torch.manualSeed(2);
    const kept = values(torch.Tensor(6).bernoulli(0.5));
    torch.manualSeed(2);
    const module = make();
    const x = torch.ones(2, 3, ...plane);
    const perPlane = (y: unknown): number[] => (y as Tensor).view(6, -1).select(1, 0).toArray();
    const same = (y: unknown): boolean => values(y).every((v, i) => v === kept[Math.floor(i / (x.nElement() / 6))]);
    assert.equal(perPlane(module.forward(x)), kept);
    assert.equal([...new Set(kept)].sort(), [0, 1]);
    for (const y of [module.output, module.backward(x, x), module.rForward(x, x), module.rBackward(x, x, x, x)]) {
      assert.ok(same(y));
    }
  });

  test('when evaluating everything is multiplied by 1 − p, unless inference is stochastic', () => {
    const module = make(0.75).evaluate();
    assert.equal([...new Set(values(module.forward(torch.ones(3, ...plane))))], [0.25]);
    const stochastic = make(0.75, true).evaluate();
    assert.ok(values(stochastic.forward(torch.ones(3, ...plane))).every((v) => v === 0 || v === 1));
  });

  test('it prints p, and refuses other shapes', () => {
    assert.is(String(make().setp(0.25)), `nn.${name}(0.250000)`);
    fails(
      () => make().forward(torch.zeros(2, 3)),
      RangeError,
      `${name}(0.500000).forward: expected input (planes × ${names}) or (N × planes × ${names}), got (2 × 3)`,
    );
  });
}
