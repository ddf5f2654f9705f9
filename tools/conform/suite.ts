/** @file The test functions of a checkout, run one by one. */
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Exit, Interpreter } from '../../lib/lua/index.js';
import { driverLua } from './driver.js';

export type SuiteName = 'torch' | 'nn' | 'optim';
export const suites: readonly SuiteName[] = ['torch', 'nn', 'optim'];

/** `missing` is a function or class that is not there; `empty` one that asserted nothing, as those do that look first. */
export type Verdict = 'pass' | 'fail' | 'error' | 'missing' | 'empty' | 'slow';

export interface Outcome {
  name: string;
  verdict: Verdict;
  /** Asserts. */
  passed: number;
  failed: number;
  /** The first fault, in one line. */
  reason: string;
  seconds: number;
}

export interface Conditions {
  /** A Lua pattern of names. */
  only?: string;
  /** A function that takes longer is ended. */
  seconds: number;
  seed: number;
}

interface Raw {
  ok: boolean;
  passed: number;
  failed: number;
  reason?: string;
}

/** Where Lua's `nil` is called or indexed: something is not there. */
const MISSING =
  /attempt to (?:call|index) (?:global|local|method|field|upvalue) '[^']*' \(a nil value\)|module '[^']*' not found|not available/;

function verdictOf({ ok, passed, failed, reason = '' }: Raw, slow: boolean): Verdict {
  if (slow) return 'slow';
  if (ok) return failed > 0 ? 'fail' : passed > 0 ? 'pass' : 'empty';
  return MISSING.test(reason) ? 'missing' : 'error';
}

/** How a suite's tests are found: a chunk that is given the folder and returns their names. */
const sources: Readonly<Record<SuiteName, string>> = {
  torch: "dofile(... .. '/test/test.lua') return conformance.collect(function() torch.test() end)",
  nn: `require 'nn'
    local folder = ...
    local loaded = conformance.permit(nn, 'nn')
    for _, file in ipairs{'Jacobian', 'SparseJacobian', 'test'} do dofile(folder .. '/' .. file .. '.lua') end
    loaded()
    return conformance.collect(function() nn.test() end)`,
  optim: "package.path = ... .. '/test/?.lua;' .. package.path return {}",
};

function chunksOf(suite: SuiteName, folder: string): [name: string, source: string][] {
  if (suite !== 'optim') return [];
  const files = readdirSync(join(folder, 'test')).filter((file) => /^test_.*\.lua$/.test(file));
  return files
    .sort()
    .map((file) => [file.replace(/^test_|\.lua$/g, ''), readFileSync(join(folder, 'test', file), 'utf8')]);
}

/** Runs every test function of the checkout. What they print is dropped. */
export function runCheckout(suite: SuiteName, checkout: string, { only, seconds, seed }: Conditions): Outcome[] {
  const folder = resolve(checkout);
  let deadline = Infinity;
  const lua = new Interpreter({
    folder: tmpdir(),
    output: () => undefined,
    interrupted: () => performance.now() > deadline,
  });
  try {
    lua.run(driverLua, '=conformance', [String(seed)]);
    const chunks = new Map(chunksOf(suite, folder));
    const names = [...(lua.run(sources[suite], '=suite', [folder])[0] as string[]), ...chunks.keys()];
    const chosen =
      only === undefined
        ? names
        : (lua.run('return conformance.matching(...)', '=only', [only, ...names])[0] as string[]);
    return chosen.map((name) => {
      const start = performance.now();
      deadline = start + seconds * 1000;
      let raw: Raw;
      try {
        const source = chunks.get(name);
        const args = source === undefined ? [name] : [name, source];
        raw = lua.run('return conformance.run(...)', '=run', args)[0] as Raw;
      } catch (error) {
        // Not even pcall caught it: the interruption came outside, or the test called os.exit.
        raw = { ok: error instanceof Exit && error.code === 0, passed: 0, failed: 0, reason: (error as Error).message };
      }
      const slow = performance.now() > deadline;
      deadline = Infinity;
      return {
        name,
        verdict: verdictOf(raw, slow),
        passed: raw.passed,
        failed: raw.failed,
        reason: (slow ? `longer than ${seconds} s` : (raw.reason ?? ''))
          .trim()
          .replaceAll(/\s*\n\s*/g, ' | ')
          .replaceAll(`${folder}/`, ''),
        seconds: (performance.now() - start) / 1000,
      };
    });
  } finally {
    lua.close();
  }
}
