/** @file Errors of modules as Torch words them. */

/** `in module 1 of Concat(0): `, what a container puts before the error of a module inside. */
const STEP = /^in module (\d+) of ([\w.]+).*: $/s;

/** `expected input (N × 2), got (3 × 5)`: two shapes. */
const SHAPES = /expected .*\(.*, got [({]/;

/** The way to the failing module, a line for each container, places from 1; and the words that Torch has for shapes that do not fit. */
export function inTorchsForm(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  let way = '';
  let fault: Error = error;
  for (; fault.cause instanceof Error && fault.message.endsWith(fault.cause.message); fault = fault.cause) {
    const step = STEP.exec(fault.message.slice(0, -fault.cause.message.length));
    if (!step) break;
    way += `In ${Number(step[1]) + 1} module of ${step[2].includes('.') ? '' : 'nn.'}${step[2]}:\n`;
  }
  const misfit = fault instanceof RangeError && SHAPES.test(fault.message) ? ' (size mismatch)' : '';
  return way === '' && misfit === '' ? error : new Error(`${way}${fault.message}${misfit}`, { cause: error });
}
