/** @file Properties of what a model's drivers use: flat parameters, and passes without the input's gradient. */
import type { Module } from '../nn/module.js';
import type { Generator } from '../tensor/index.js';
import { Comparison } from './comparison.js';
import type { ParameterGroup } from './parameter-groups.js';
import type { Verdict } from './report.js';
import { type Result, read } from './section.js';
import { evaluate, image, randomDirection, type Subject } from './subject.js';

/** getParameters returns the same four tensors again, and they hold what the fields hold, every parameter once. */
export function checkFlatParameters(
  model: Module,
  subject: Subject,
  groups: readonly ParameterGroup[],
  random: Generator,
): Verdict {
  const comparison = new Comparison(`${model.describe()}.getParameters`, 'flat parameters', 0);
  const flat = model.getParameters();
  evaluate(subject);
  const direction = randomDirection(random, subject.variables, 'parameter');
  image(subject, direction);
  model.getParameters().forEach((tensor, k) => {
    if (tensor !== flat[k]) comparison.fail(`expected the same tensors again, got another in place ${k}`);
  });
  const names = ['parameters', 'gradParameters', 'rParameters', 'rGradParameters'];
  const fields = [
    groups.map(({ values }) => read(values)),
    groups.map((group) => group.gradient().values),
    groups.map(({ v }) => read(v[0])),
    groups.map((group) => group.image().values),
  ];
  fields.forEach((pieces, k) => {
    const values = Float64Array.from(pieces.flatMap((piece) => Array.from(piece)));
    const name = names[k];
    const expected: Result = [{ role: 'gradParameters', name, size: [values.length], values }];
    comparison.addResults(expected, [{ ...expected[0], values: read(flat[k]) }], 1, '');
  });
  if (groups.length === 0) comparison.add('', 0, 0, 1);
  return comparison.verdict();
}

/**
 * With the input's gradient switched off, the parameters' gradients and Hv have the same bits; switched on again, all
 * have.
 */
export function checkSkippedInputGradient(subject: Subject, random: Generator): Verdict {
  const comparison = new Comparison(`${subject.name}.skipInputGradient`, 'skipped input gradient', 0);
  const direction = randomDirection(random, subject.variables);
  const passes = evaluate(subject);
  const images = image(subject, direction);
  const kept = (result: Result): Result => result.filter(({ role }) => role !== 'gradInput');
  subject.skipInputGradient(true);
  try {
    comparison.addResults(kept(passes), kept(evaluate(subject)), 1, ' without gradInput');
    comparison.addResults(kept(images), kept(image(subject, direction)), 1, ' without gradInput');
  } finally {
    subject.skipInputGradient(false);
  }
  comparison.addResults(passes, evaluate(subject), 1, ' with gradInput again');
  comparison.addResults(images, image(subject, direction), 1, ' with gradInput again');
  return comparison.verdict();
}
