/** @file Properties that need no differences: symmetry of the Hessian, linearity in v, and what zeros give. */
import type { Generator } from '../tensor/index.js';
import { Comparison } from './comparison.js';
import { floorOf } from './differences.js';
import type { Verdict } from './report.js';
import { type Direction, evaluate, image, pairing, randomDirection, type Subject, type Variable } from './subject.js';

const BOUND = 1e-10;

/** uᵀHv = vᵀHu over inputs and parameters together. */
export function checkSymmetry(subject: Subject, random: Generator): Verdict {
  const comparison = new Comparison(`${subject.name}.rBackward`, 'symmetry', BOUND);
  const { variables } = subject;
  const floor = floorOf(evaluate(subject));
  for (let trial = 0; trial < 3; trial++) {
    const u = randomDirection(random, variables, 'input', 'parameter');
    const v = randomDirection(random, variables, 'input', 'parameter');
    const [uHv, terms] = pairing(variables, image(subject, v), u);
    const [vHu, others] = pairing(variables, image(subject, u), v);
    comparison.add('vᵀHu against uᵀHv', uHv, vHu, Math.max(terms, others, floor));
  }
  return comparison.verdict();
}

/** R along a·u + b·v is a·(R along u) + b·(R along v). */
export function checkLinearity(subject: Subject, random: Generator): Verdict {
  const comparison = new Comparison(`${subject.name}.rBackward`, 'linearity', BOUND);
  const { variables } = subject;
  const floor = floorOf(evaluate(subject));
  const [a, b] = [0.75, -1.5];
  const u = randomDirection(random, variables);
  const v = randomDirection(random, variables);
  const [ofU, ofV] = [image(subject, u), image(subject, v)];
  const both = u.map((piece, k) => piece?.map((value, i) => a * value + b * (v[k] as Float64Array)[i]));
  const expected = ofU.map((section, k) => ({
    ...section,
    values: section.values.map((value, i) => a * value + b * ofV[k].values[i]),
  }));
  comparison.addResults(expected, image(subject, both), floor, ' along 0.75u − 1.5v');
  return comparison.verdict();
}

/** Along zero, given as tensors or left out, everything is exactly zero. */
export function checkZeroDirection(subject: Subject): Verdict {
  const comparison = new Comparison(`${subject.name}.rBackward`, 'zero direction', 0);
  const { variables } = subject;
  evaluate(subject);
  const cases: [string, Direction][] = [
    [' along zero tensors', variables.map(({ tensor }) => new Float64Array(tensor.nElement()))],
    [' along structural zeros', variables.map(() => undefined)],
  ];
  for (const [where, direction] of cases) {
    const got = image(subject, direction);
    const expected = got.map((section) => ({ ...section, values: section.values.map((x) => (x === 0 ? x : 0)) }));
    comparison.addResults(expected, got, 1, where);
  }
  return comparison.verdict();
}

/** A structural zero, whole or inside a table, gives what a tensor of zeros gives. */
export function checkStructuralZeros(subject: Subject, random: Generator): Verdict {
  const comparison = new Comparison(`${subject.name}.rBackward`, 'structural zeros', 1e-12);
  const { variables } = subject;
  const floor = floorOf(evaluate(subject));
  const zeroed = (left: (variable: Variable, k: number) => boolean): void => {
    const direction = randomDirection(random, variables);
    const names = variables.filter(left).map(({ name }) => name);
    const tensors = direction.map((piece, k) => (left(variables[k], k) ? piece?.map(() => 0) : piece));
    const structural = direction.map((piece, k) => (left(variables[k], k) ? undefined : piece));
    const expected = image(subject, tensors);
    comparison.addResults(expected, image(subject, structural), floor, ` without R of ${names.join(', ')}`);
  };
  for (const kind of ['input', 'gradOutput', 'parameter']) zeroed((variable) => variable.kind === kind);
  zeroed((variable) => variable.kind !== 'input');
  zeroed((variable) => variable.kind !== 'parameter');
  variables.forEach((_, left) => {
    zeroed((_variable, k) => k === left);
  });
  return comparison.verdict();
}
