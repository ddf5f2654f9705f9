/** @file Checks a module. */
import { type Activation, shapeOf, tensorsOf } from '../nn/activation.js';
import type { Component } from '../nn/component.js';
import type { Module } from '../nn/module.js';
import { checkAccumulation, checkZeroing } from './accumulation.js';
import { checkModuleCallOrder } from './call-order.js';
import { keepingGenerator } from './draws.js';
import { checkSkippedInputGradient } from './flat.js';
import { checkExpanded } from './layouts.js';
import { ModuleSubject } from './module-subject.js';
import { type CheckOptions, commonProperties, run } from './properties.js';
import type { Report } from './report.js';
import { checkSeveralDirections } from './several-directions.js';
import { seeded } from './subject.js';
import { preserving } from './walk.js';

/**
 * Whether backward is the gradient of forward, whether the R-operator is the derivative of both, and whether the
 * module keeps the R contract, at `input` and a random gradOutput. Give tensors of Double; tensors of integers are
 * indices, and nothing is differentiated in them. Parameters, gradients, v, Hv, statistics and the default generator
 * are left as found; buffers are used.
 *
 * @throws TypeError for a module that is not of type Double, and whatever forward throws at `input`.
 */
export function checkModule(module: Module, input: Activation, { seed = 1 }: CheckOptions = {}): Report {
  expectDouble('checkModule', module, input);
  const random = seeded(seed);
  return keepingGenerator(() =>
    preserving(module, () => {
      const subject = ModuleSubject.at(module, input, random);
      return run(subject, `${module.describe()} at ${shapeOf(input)}, seed ${seed}`, () => [
        ...commonProperties(subject, random),
        [['accumulation', 'scale'], () => checkAccumulation(subject, random)],
        [['zeroing'], () => checkZeroing(subject)],
        [['expanded gradOutput'], () => checkExpanded(subject, random)],
        [['skipped input gradient'], () => checkSkippedInputGradient(subject, random)],
        [['several directions'], () => checkSeveralDirections(module, subject.input, subject.gradOutput, random)],
        [['order of calls'], () => checkModuleCallOrder(module, subject.input, subject.gradOutput)],
      ]);
    }),
  );
}

/** Differences need double precision; float is covered by converting a clone. */
export function expectDouble(who: string, component: Component, input: Activation): void {
  if (component._type.name !== 'Double') {
    throw new TypeError(
      `${who}: expected ${component.describe()} of type Double, got ${component.type()}; check it in double`,
    );
  }
  for (const x of tensorsOf(input)) {
    if (x.elementType.name === 'Float')
      throw new TypeError(`${who}: expected input of type Double, got ${x.describe()}`);
  }
}
