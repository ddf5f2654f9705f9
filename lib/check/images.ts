/** @file Properties: the R-operator is the directional derivative of forward and backward. */
import type { Generator } from '../tensor/index.js';
import { Comparison } from './comparison.js';
import { differentiate, floorOf } from './differences.js';
import { TINY } from './gradient.js';
import type { Verdict } from './report.js';
import { elementName, largest, type Result, type Role } from './section.js';
import {
  type Direction,
  evaluate,
  image,
  type Point,
  randomDirection,
  type Subject,
  unitDirection,
  type Variable,
} from './subject.js';

const BOUND = 1e-8;
const PROPERTIES: Readonly<Record<Role, [property: string, method: string]>> = {
  output: ['rOutput', 'rForward'],
  gradInput: ['rGradInput', 'rBackward'],
  gradParameters: ['rGradParameters', 'rBackward'],
};

/**
 * Along random directions in all variables together, and in each kind of variable alone, the others being structural
 * zeros.
 */
export function checkImages(subject: Subject, point: Point, random: Generator): Verdict[] {
  const { variables } = subject;
  const kinds = [...new Set(variables.map(({ kind }) => kind))];
  const cases: [string, Variable['kind'][]][] = [
    ['', kinds],
    ...kinds.map((kind): [string, Variable['kind'][]] => [` along ${kind} only`, [kind]]),
  ];
  if (kinds.includes('gradOutput'))
    cases.push([' with rGradOutput undefined', kinds.filter((kind) => kind !== 'gradOutput')]);
  const base = evaluate(subject);
  const comparisons = new Map<Role, Comparison>();
  for (const { role } of base) {
    if (!comparisons.has(role)) {
      const [property, method] = PROPERTIES[role];
      comparisons.set(role, new Comparison(`${subject.name}.${method}`, property, BOUND));
    }
  }
  for (const [where, moved] of cases) {
    if (moved.length === 0) continue;
    const direction = randomDirection(random, variables, ...moved);
    compareWithDifferences(subject, point, direction, (role) => comparisons.get(role) as Comparison, where);
  }
  return [...comparisons.values()].map((comparison) => comparison.verdict());
}

/**
 * The whole second derivative in inputs and parameters, column by column, for up to 40 elements: every column of R
 * passes along unit vectors against differences of forward and backward. Undefined for larger subjects.
 */
export function checkHessian(subject: Subject, point: Point): Verdict | undefined {
  const { variables } = subject;
  const columns = variables.flatMap(({ gradient, tensor }, k) =>
    gradient < 0 ? [] : Array.from({ length: tensor.nElement() }, (_, i): [number, number] => [k, i]),
  );
  if (columns.length === 0 || columns.length > TINY) return undefined;
  const comparison = new Comparison(`${subject.name}.rBackward`, 'Hessian', BOUND);
  for (const [k, i] of columns) {
    const { name, tensor } = variables[k];
    const direction = unitDirection(variables, k, i);
    compareWithDifferences(
      subject,
      point,
      direction,
      () => comparison,
      ` in the column of ${elementName(name, tensor._size, i)}`,
    );
  }
  return comparison.verdict();
}

function compareWithDifferences(
  subject: Subject,
  point: Point,
  direction: Direction,
  comparisonOf: (role: Role) => Comparison,
  where: string,
): void {
  const base = evaluate(subject);
  const images: Result = image(subject, direction);
  const floor = floorOf(base);
  const { values, reliable } = differentiate(() => evaluate(subject), point, direction, floor);
  base.forEach(({ role }, k) => {
    const comparison = comparisonOf(role);
    const { name, size, values: got } = images[k];
    if (got.length !== values[k].length) {
      comparison.fail(`${name}${where}: expected ${values[k].length} elements, got ${got.length}`);
      return;
    }
    const scale = Math.max(largest(values[k]), largest(got), floor);
    for (let i = 0; i < got.length; i++) {
      if (reliable[k][i] === 0) comparison.skip();
      else comparison.add(`${elementName(name, size, i)}${where}`, values[k][i], got[i], scale);
    }
  });
}
