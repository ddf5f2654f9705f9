/** @file Property: calls out of order, or with other shapes, are refused. */
import type { Activation } from '../nn/activation.js';
import type { Criterion, Target } from '../nn/criterion.js';
import type { Module } from '../nn/module.js';
import { Tensor } from '../tensor/index.js';
import { Comparison } from './comparison.js';
import type { Verdict } from './report.js';
import { mapTensors } from './subject.js';

type Call = [what: string, call: () => unknown];

/** Whether every call throws: the figure is the number of those that do not. */
function mustThrow(comparison: Comparison, calls: readonly Call[]): void {
  for (const [what, call] of calls) {
    let refused = false;
    try {
      call();
    } catch {
      refused = true;
    }
    comparison.measure(`refusals of ${what}`, refused ? 0 : 1, 1, refused ? 1 : 0);
  }
}

/** The same tensors with one row more. */
function larger(x: Activation): Activation {
  return mapTensors(x, (tensor) => {
    const size = tensor.size();
    size[0] += 1;
    return Tensor.zeros(tensor.elementType, size);
  });
}

export function checkModuleCallOrder(module: Module, input: Activation, gradOutput: Activation): Verdict {
  const comparison = new Comparison(module.describe(), 'order of calls', 0);
  const fresh = module.clone().clearState();
  const backward = (): Activation => fresh.backward(input, gradOutput);
  const rForward = (): Activation => fresh.rForward(input, undefined);
  const rBackward = (): Activation => fresh.rBackward(input, undefined, gradOutput, undefined);
  mustThrow(comparison, [
    ['backward before forward', backward],
    ['rForward before forward', rForward],
    ['rBackward before forward', rBackward],
  ]);
  fresh.forward(input);
  mustThrow(comparison, [['rBackward before backward and rForward', rBackward]]);
  rForward();
  mustThrow(comparison, [['rBackward before backward', rBackward]]);
  fresh.forward(input);
  backward();
  mustThrow(comparison, [['rBackward before rForward', rBackward]]);
  rForward();
  mustThrow(comparison, [
    ['backward with another gradOutput shape', () => fresh.backward(input, larger(gradOutput))],
    ['backward with another input shape', () => fresh.backward(larger(input), gradOutput)],
    ['rForward with another rInput shape', () => fresh.rForward(input, larger(input))],
    ['rForward with another input shape', () => fresh.rForward(larger(input), undefined)],
    [
      'rBackward with another rGradOutput shape',
      () => fresh.rBackward(input, undefined, gradOutput, larger(gradOutput)),
    ],
    ['rBackward with another rInput shape', () => fresh.rBackward(input, larger(input), gradOutput, undefined)],
  ]);
  fresh.forward(input);
  mustThrow(comparison, [['rBackward after another forward', rBackward]]);
  return comparison.verdict();
}

export function checkCriterionCallOrder(criterion: Criterion, input: Activation, target: Target): Verdict {
  const comparison = new Comparison(criterion.describe(), 'order of calls', 0);
  const fresh = criterion.clone().clearState();
  mustThrow(comparison, [
    ['backward before forward', () => fresh.backward(input, target)],
    ['rForward before forward', () => fresh.rForward(input, undefined, target)],
    ['rBackward before forward', () => fresh.rBackward(input, undefined, target)],
  ]);
  fresh.forward(input, target);
  mustThrow(comparison, [
    ['backward with another input shape', () => fresh.backward(larger(input), target)],
    ['rForward with another rInput shape', () => fresh.rForward(input, larger(input), target)],
    ['rBackward with another rInput shape', () => fresh.rBackward(input, larger(input), target)],
  ]);
  return comparison.verdict();
}
