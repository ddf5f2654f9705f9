/** @file What specs of modules share: the checker on named cases, an activation's values and derivatives, what is printed. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModule } from '../../lib/check/index.js';
import type { Activation } from '../../lib/nn/activation.js';
import type { Module } from '../../lib/nn/module.js';
import { printTo } from '../../lib/nn/print.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';

export { fails } from '../errors.js';

/** Module and input of each case, made from one seed. */
export type Cases = Record<string, () => [module: Module, input: Activation]>;

/** A test for each case: the module passes every check. */
export function passesEveryCheck(cases: Cases): void {
  for (const [name, make] of Object.entries(cases)) {
    test(`${name} passes every check`, () => {
      torch.manualSeed(1);
      const report = checkModule(...make());
      assert.ok(report.passed, report.toString());
    });
  }
}

/** x, y = f(x), f′(x), f″(x). */
export type Row = readonly [x: number, y: number, slope: number, bend: number];

/** The module's f, f′ and f″ at every x, read off its passes with directions of ones, are the row's to rounding. */
export function hasDerivatives(module: Module, rows: readonly Row[]): void {
  const x = torch.Tensor(rows.map(([v]) => v));
  const ones = torch.ones(rows.length);
  const y = (module.forward(x) as Tensor).toArray();
  const slope = (module.backward(x, ones) as Tensor).toArray();
  const ry = (module.rForward(x, ones) as Tensor).toArray();
  const bend = (module.rBackward(x, ones, ones, undefined) as Tensor).toArray();
  rows.forEach(([at, ...expected], i) => {
    [y[i], slope[i], bend[i]].forEach((got, k) => {
      const what = `${['f', "f'", "f''"][k]}(${at}): expected ${expected[k]}, got ${got}`;
      assert.ok(sameToRounding(got, expected[k]), what);
    });
    assert.is(ry[i], slope[i], `R forward at ${at}`);
  });
}

function sameToRounding(got: number, expected: number): boolean {
  return Object.is(got, expected) || Math.abs(got - expected) <= 4e-16 * Math.abs(expected);
}

/** What modules print while f runs. */
export function printed(f: () => void): string[] {
  const lines: string[] = [];
  const before = printTo((text) => lines.push(text));
  try {
    f();
  } finally {
    printTo(before);
  }
  return lines;
}

export const values = (x: unknown): number[] => (x as Tensor).toArray();
