/** @file The packages that scripts may require, and what opens each. */
import type { Interpreter } from './interpreter.js';
import { openNn } from './nn/index.js';
import { openTorch } from './torch/index.js';

/** Each leaves the package's value at the top of the stack. */
export const packages: Readonly<Record<string, (interpreter: Interpreter) => void>> = {
  nn: openNn,
  torch: openTorch,
};
