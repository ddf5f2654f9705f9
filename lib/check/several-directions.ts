/** @file R passes along several directions at once, against one after the other. */
import { type Activation, type RActivation, tensorsOf } from '../nn/activation.js';
import { Directions } from '../nn/directions.js';
import { BOTH, type Module } from '../nn/module.js';
import { type Generator, Tensor } from '../tensor/index.js';
import { Comparison } from './comparison.js';
import type { Verdict } from './report.js';
import { type Result, type Role, section } from './section.js';
import { mapToImage } from './subject.js';

const COUNT = 3;
const BOUND = 1e-13;

/** Rows of normal numbers. */
function normals(random: Generator, ...size: number[]): Tensor {
  return Tensor.zeros('Double', size).normal(random, 0, 1);
}

/** Images of x along every direction, side by side; of what is not differentiated, none. */
function images(random: Generator, x: Activation): RActivation {
  return mapToImage(x, (piece) => (piece.elementType.integer ? undefined : normals(random, COUNT, ...piece._size)));
}

/** The image of direction j. */
function slice(all: RActivation, j: number): RActivation {
  if (Array.isArray(all)) return all.map((piece) => slice(piece, j));
  return all?.select(0, j);
}

function sections(role: Role, name: string, x: RActivation): Result {
  return tensorsOf(x).map((piece, i) => section(role, `${name}[${i}]`, piece.clone()));
}

/**
 * Along three directions at once, R passes give what they give along each, with and without rInput, and again when repeated. Of a module
 * that carries one direction nothing is asked. A clone is used: v and Hv lie in flat tensors here.
 */
export function checkSeveralDirections(
  module: Module,
  input: Activation,
  gradOutput: Activation,
  random: Generator,
): Verdict | undefined {
  if (!module.carriesDirections()) return undefined;
  const comparison = new Comparison(`${module.describe()}.rBackward`, 'several directions', BOUND);
  const copy = module.clone();
  const [, , v, hv] = copy.getParameters();
  copy.forward(input);
  copy.backward(input, gradOutput);
  const n = Math.max(1, v.nElement());
  const V = normals(random, COUNT, n);
  const passes = (rx: RActivation, rgy: RActivation, directions: Directions): [ry: Result, rest: Result] => {
    const ry = sections('output', 'rOutput', copy.updateROutput(input, rx, directions));
    const rgx = copy.rBackwardPart(input, rx, gradOutput, rgy, 1, BOTH, directions);
    return [ry, sections('gradInput', 'rGradInput', rgx)];
  };
  for (const [where, rx] of [
    [' along x and w', images(random, input)],
    [' along w', undefined],
  ] as const) {
    const rgy = images(random, gradOutput);
    const each = Array.from({ length: COUNT }, (_, j) => {
      if (v.nElement() > 0) {
        v.copy(V.select(0, j));
        hv.zero();
      }
      const [ry, rgx] = passes(slice(rx, j), slice(rgy, j), Directions.single);
      return [...ry, ...rgx, ...sections('gradParameters', 'Hv', v.nElement() > 0 ? hv : undefined)];
    });
    for (let again = 0; again < 2; again++) {
      const products = V.clone().zero();
      const directions = new Directions(COUNT, { fields: v, rows: V }, { fields: hv, rows: products });
      const [ry, rgx] = passes(rx, rgy, directions);
      each.forEach((expected, j) => {
        const found = [...ry, ...rgx].map((all) => {
          const size = all.size.slice(1);
          const length = all.values.length / COUNT;
          return { ...all, size, values: all.values.slice(j * length, (j + 1) * length) };
        });
        const own = v.nElement() > 0 ? sections('gradParameters', 'Hv', products.select(0, j)) : [];
        comparison.addResults(expected, [...found, ...own], 1e-300, where);
      });
    }
  }
  return comparison.verdict();
}
