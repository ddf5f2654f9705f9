/** @file What specs of criteria share: the checker on named cases, and values worked out by hand. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkCriterion } from '../../lib/check/index.js';
import { type Activation, tensorsOf } from '../../lib/nn/activation.js';
import type { Criterion, Target } from '../../lib/nn/criterion.js';
import { torch } from '../../lib/tensor/index.js';

export { fails } from '../errors.js';

/** Criterion, input and target of each case, made from one seed. */
export type Cases = Record<string, () => [criterion: Criterion, input: Activation, target: Target]>;

/** A test for each case: the criterion passes every check. */
export function passesEveryCheck(cases: Cases): void {
  for (const [name, make] of Object.entries(cases)) {
    test(`${name} passes every check`, () => {
      torch.manualSeed(1);
      const report = checkCriterion(...make());
      assert.ok(report.passed, report.toString());
    });
  }
}

/** Loss, gradient, ⟨gradient, Rx⟩, and the Hessian times Rx; tensors of a table end to end. */
export interface Results {
  loss: number;
  gx: readonly number[];
  rLoss: number;
  rgx: readonly number[];
}

/** The four passes at x, t in the direction Rx give these values, to rounding. */
export function gives(criterion: Criterion, x: Activation, rx: Activation, t: Target, expected: Results): void {
  const loss = criterion.forward(x, t);
  const gx = numbers(criterion.backward(x, t));
  const rLoss = criterion.rForward(x, rx, t);
  const rgx = numbers(criterion.rBackward(x, rx, t));
  const got = { loss, gx, rLoss, rgx };
  const all = ({ loss, gx, rLoss, rgx }: Results): number[] => [loss, ...gx, rLoss, ...rgx];
  const wanted = all(expected);
  const same = all(got).length === wanted.length && all(got).every((value, i) => near(value, wanted[i]));
  assert.ok(same, `expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`);
}

function near(got: number, expected: number): boolean {
  return Math.abs(got - expected) <= 1e-14 * Math.abs(expected);
}

function numbers(x: Activation): number[] {
  return tensorsOf(x).flatMap((piece) => piece.toArray());
}
