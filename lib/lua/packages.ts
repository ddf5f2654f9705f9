/** @file The packages that scripts may require, and what opens each. */
import type { Interpreter } from './interpreter.js';
import { openNn } from './nn/index.js';
import { openOptim } from './optim/index.js';
import { pathFunctions } from './paths.js';
import { pathsLua, ropLua, sysLua } from './scripts/packages.js';
import { xluaLua } from './scripts/xlua.js';
import { xluaOptionsLua } from './scripts/xlua-options.js';
import { xluaProfilerLua } from './scripts/xlua-profiler.js';
import { xluaProgressLua } from './scripts/xlua-progress.js';
import { xluaTablesLua } from './scripts/xlua-tables.js';
import { xluaUsageLua } from './scripts/xlua-usage.js';
import { openTorch } from './torch/index.js';

type Open = (interpreter: Interpreter) => void;

/** A package that is a chunk of Lua, given what `argument` makes. */
function chunk(name: string, source: string, argument: (interpreter: Interpreter) => unknown = () => undefined): Open {
  return (interpreter) => {
    interpreter.vm.loadOwn(source, name);
    interpreter.values.push(argument(interpreter));
    interpreter.vm.call(1, 1);
  };
}

/** The other parts add to the table that the first makes. */
function openXlua({ vm }: Interpreter): void {
  for (const source of [xluaLua, xluaTablesLua, xluaProgressLua, xluaUsageLua, xluaOptionsLua, xluaProfilerLua]) {
    vm.loadOwn(source, 'xlua');
    vm.call(0, 0);
  }
  vm.getGlobal('xlua');
}

function unavailable(name: string, instead: string): Open {
  return () => {
    throw new Error(`the package ${name} is not available${instead}`);
  };
}

/** Each leaves the package's value at the top of the stack. */
export const packages: Readonly<Record<string, Open>> = {
  torch: openTorch,
  nn: openNn,
  optim: openOptim,
  rop: chunk('rop', ropLua),
  xlua: openXlua,
  sys: chunk('sys', sysLua),
  paths: chunk('paths', pathsLua, ({ permissions }) => pathFunctions(permissions)),
};

/** Packages that scripts know and that are not here: why, in one line. */
export const absent: Readonly<Record<string, Open>> = {
  gnuplot: unavailable('gnuplot', ''),
  image: unavailable('image', ''),
  cutorch: unavailable('cutorch', ': there is no GPU here; remove :cuda() and cutorch'),
  cunn: unavailable('cunn', ': there is no GPU here; use nn'),
  cudnn: unavailable('cudnn', ': there is no GPU here; use nn'),
};
