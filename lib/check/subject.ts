/** @file Subject: what is checked, as a map from variables to results that can be moved along directions. */
import type { Activation, RActivation } from '../nn/activation.js';
import type { Criterion } from '../nn/criterion.js';
import type { Module } from '../nn/module.js';
import { Generator, Tensor } from '../tensor/index.js';
import { type Result, read, write } from './section.js';

/** A tensor of the point: results are differentiated in it. Tensors of integers are data, never variables. */
export interface Variable {
  readonly name: string;
  readonly kind: 'input' | 'parameter' | 'gradOutput';
  readonly tensor: Tensor;
  /** 1 for each element that is a constant, whatever v has in its place: a statistic. */
  readonly fixed?: Uint8Array | undefined;
  /** The place in the results of the gradient in this variable; −1 for gradOutput, which has none. */
  readonly gradient: number;
}

/** One piece for each variable; `undefined` is a structural zero. */
export type Direction = readonly (Float64Array | undefined)[];

/** How a subject's twin is made: of other components, and of tensors of another type or memory layout. */
export interface Variation {
  component<T extends Module | Criterion>(component: T): T;
  /** A tensor and its image under R are of one kind. */
  tensor(x: Tensor, kind: 'input' | 'gradOutput' | 'target'): Tensor;
}

/**
 * The four passes, each of which returns copies. `forward` and `backward` produce [output, gradients], `rForward` and
 * `rBackward` their images, section by section. Accumulators are zeroed before each backward pass.
 */
export interface Subject {
  /** As errors name it. */
  readonly name: string;
  readonly variables: readonly Variable[];
  /** Everything whose state the passes could touch, by name. */
  readonly roots: Readonly<Record<string, unknown>>;
  /** The vectors v, which passes read only, and the accumulators of Hv, which an R pass writes. */
  readonly directions: readonly Tensor[];
  readonly accumulators: readonly Tensor[];
  forward(): Result;
  backward(): Result;
  rForward(direction: Direction): Result;
  rBackward(direction: Direction): Result;
  /** The number whose gradient backward computes, by forward alone, and the size of what it is a sum of. */
  scalar(): readonly [value: number, magnitude: number];
  /** One step of the methods that containers call, which may not allocate. The direction is that of the last R pass. */
  step(): void;
  skipInputGradient(skip: boolean): void;
  vary(variation: Variation): Subject;
}

/** Forward and backward at the present point. */
export function evaluate(subject: Subject): Result {
  return [...subject.forward(), ...subject.backward()];
}

/** R forward and R backward, at the point of the last `evaluate`. */
export function image(subject: Subject, direction: Direction): Result {
  return [...subject.rForward(direction), ...subject.rBackward(direction)];
}

/** The point where a subject stands, and the way back to it. */
export class Point {
  private readonly variables: readonly Variable[];
  private readonly bases: readonly Float64Array[];

  constructor(variables: readonly Variable[]) {
    this.variables = variables;
    this.bases = variables.map(({ tensor }) => read(tensor));
  }

  /** Stands at base + h · direction; constants stay. */
  move(direction: Direction, h: number): void {
    this.variables.forEach(({ tensor, fixed }, k) => {
      const piece = direction[k];
      if (piece) {
        const base = this.bases[k];
        write(
          tensor,
          base.map((value, i) => (fixed?.[i] ? value : value + h * piece[i])),
        );
      }
    });
  }

  back(): void {
    this.variables.forEach(({ tensor }, k) => {
      write(tensor, this.bases[k]);
    });
  }
}

/**
 * The generator of a check's own directions: the default one is left alone. Its numbers are not those of `torch.manualSeed(seed)`, with
 * which callers draw inputs: a gradOutput that equals the input would hide faults.
 */
export function seeded(seed: number): Generator {
  const random = new Generator();
  random.manualSeed((seed ^ 0x5bd1e995) >>> 0);
  return random;
}

/** Normal numbers in the variables of the given kinds, structural zeros in the others. */
export function randomDirection(
  random: Generator,
  variables: readonly Variable[],
  ...kinds: readonly Variable['kind'][]
): Direction {
  return variables.map(({ kind, tensor }) =>
    kinds.length === 0 || kinds.includes(kind)
      ? Float64Array.from({ length: tensor.nElement() }, () => random.normal())
      : undefined,
  );
}

/** 1 in element i of variable k. */
export function unitDirection(variables: readonly Variable[], k: number, i: number): Direction {
  return variables.map(({ tensor }, j) => {
    if (j !== k) return undefined;
    const piece = new Float64Array(tensor.nElement());
    piece[i] = 1;
    return piece;
  });
}

/** ⟨gradient, direction⟩ over all variables that have a gradient, and the sum of the terms' magnitudes. */
export function pairing(variables: readonly Variable[], gradients: Result, direction: Direction): [number, number] {
  let sum = 0;
  let magnitude = 0;
  variables.forEach(({ gradient }, k) => {
    const piece = direction[k];
    if (!piece || gradient < 0) return;
    const { values } = gradients[gradient];
    for (let i = 0; i < piece.length; i++) {
      sum += piece[i] * values[i];
      magnitude += Math.abs(piece[i] * values[i]);
    }
  });
  return [sum, magnitude];
}

/** The tensors of an activation, with their paths. */
export function namedTensors(x: Activation, name: string): [string, Tensor][] {
  return x instanceof Tensor ? [[name, x]] : x.flatMap((piece, i) => namedTensors(piece, `${name}[${i}]`));
}

export function mapTensors(x: Activation, f: (tensor: Tensor) => Tensor): Activation {
  return x instanceof Tensor ? f(x) : x.map((piece) => mapTensors(piece, f));
}

/** An image in the shape of `x`; undefined where every piece is. */
export function mapToImage(x: Activation, f: (tensor: Tensor) => Tensor | undefined): RActivation {
  if (x instanceof Tensor) return f(x);
  const pieces = x.map((piece) => mapToImage(piece, f));
  return pieces.every((piece) => piece === undefined) ? undefined : pieces;
}
