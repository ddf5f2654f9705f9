/** @file nn.Jacobian and nn.SparseJacobian: Torch's tests of a module's gradients, and those of their images under R. */
import { type Activation, tensorsOf } from '../nn/activation.js';
import type { Module } from '../nn/module.js';
import { Tensor, torch } from '../tensor/index.js';
import { expectDouble } from './check-module.js';
import { differentiate, floorOf } from './differences.js';
import { keepingGenerator } from './draws.js';
import { fill, JacobianTests } from './jacobian-tests.js';
import { ModuleSubject } from './module-subject.js';
import { type Result, type Role, read, write } from './section.js';
import { type Direction, evaluate, image, Point, randomDirection, seeded, type Variable } from './subject.js';
import { preserving } from './walk.js';

/** Along how many random directions images under R are compared. */
const TRIALS = 3;

/** As in `JacobianTests`; elements next to a kink, where differences do not converge, are left out. */
export class GradientTests extends JacobianTests {
  /** rOutput against differences of forward. */
  testROutput(module: Module, input: Activation, minval?: number, maxval?: number): number {
    this.fillAll(input, minval, maxval);
    return this.imageError(module, input, 'output');
  }

  /** rGradInput against differences of gradInput. */
  testRGradInput(module: Module, input: Activation, minval?: number, maxval?: number): number {
    this.fillAll(input, minval, maxval);
    return this.imageError(module, input, 'gradInput');
  }

  /** The images of all parameters' gradients against differences of these. */
  testRGradParameters(module: Module, input: Activation, minval?: number, maxval?: number): number {
    this.fillAll(input, minval, maxval);
    return this.imageError(module, input, 'gradParameters');
  }

  /** Hv of E = ½‖y‖², in input and parameters together, against differences of ∇E. */
  testHv(module: Module, input: Activation, minval?: number, maxval?: number): number {
    this.fillAll(input, minval, maxval);
    return this.atPoint(module, input, (subject) => {
      const { variables, gradOutput } = subject;
      const outputs = variables.filter(({ kind }) => kind === 'gradOutput');
      const gradient = (): Result => {
        const y = subject.forward();
        for (const [k, gy] of tensorsOf(gradOutput).entries()) write(gy, y[k].values);
        return subject.backward();
      };
      const hv = (direction: Direction): Result => {
        const ry = subject.rForward(direction);
        return subject.rBackward([...direction.slice(0, -outputs.length), ...ry.map(({ values }) => values)]);
      };
      return this.compare(subject, ['input', 'parameter'], gradient, hv, () => true);
    });
  }

  private imageError(module: Module, input: Activation, wanted: Role): number {
    return this.atPoint(module, input, (subject) =>
      this.compare(
        subject,
        ['input', 'parameter', 'gradOutput'],
        () => evaluate(subject),
        (direction) => image(subject, direction),
        (role) => role === wanted,
      ),
    );
  }

  private fillAll(input: Activation, minval: number | undefined, maxval: number | undefined): void {
    for (const x of tensorsOf(input)) fill(this.part(x), minval, maxval);
  }

  /** Parameters, gradients and the default generator are left as they were. */
  protected atPoint(module: Module, input: Activation, f: (subject: ModuleSubject) => number): number {
    expectDouble('nn.Jacobian', module, input);
    return keepingGenerator(() => preserving(module, () => f(ModuleSubject.at(module, input, seeded(1)))));
  }

  /** The largest error of `imageOf` as the derivative of `value`; elements next to a kink are left out. NaN where nothing is left. */
  private compare(
    subject: ModuleSubject,
    kinds: Variable['kind'][],
    value: () => Result,
    imageOf: (direction: Direction) => Result,
    wanted: (role: Role) => boolean,
  ): number {
    const { variables } = subject;
    const point = new Point(variables);
    const random = seeded(2);
    let worst = Number.NaN;
    for (let trial = 0; trial < TRIALS; trial++) {
      const direction = randomDirection(random, variables, ...kinds).map((piece, k) =>
        variables[k].kind === 'input' ? this.masked(variables[k].tensor, piece) : piece,
      );
      const base = value();
      const images = imageOf(direction);
      const { values, reliable } = differentiate(value, point, direction, floorOf(base));
      base.forEach(({ role }, k) => {
        if (!wanted(role)) return;
        values[k].forEach((expected, i) => {
          if (reliable[k][i] === 0) return;
          const error = Math.abs(expected - images[k].values[i]);
          if (!(error <= worst)) worst = error;
        });
      });
    }
    return worst;
  }

  /** A direction with zeros where the input is no variable. */
  private masked(x: Tensor, piece: Float64Array | undefined): Float64Array | undefined {
    const mask = Tensor.zeros('Double', x._size);
    this.part(mask).fill(1);
    const moves = read(mask);
    return piece?.map((value, i) => value * moves[i]);
  }
}

/** By the values, the second column, of an input (n × 2) of indices and values. gradInput has no image that could be compared. */
class SparseTests extends GradientTests {
  protected override part(input: Tensor): Tensor {
    return input.select(1, 1);
  }

  /** A table holds a pair for each index that there is: those of the indices that the input has. */
  protected override gradientOf(gradInput: Activation, input: Tensor): Tensor {
    if (gradInput instanceof Tensor) return this.part(gradInput);
    const pairs = gradInput[0] as Tensor;
    const values = new Map(Array.from({ length: pairs.size(0) }, (_, i) => [pairs.get(i, 0), pairs.get(i, 1)]));
    return torch.Tensor(Array.from({ length: input.size(0) }, (_, i) => values.get(input.get(i, 0)) ?? 0));
  }

  protected override atPoint(module: Module, input: Activation, f: (subject: ModuleSubject) => number): number {
    module.skipInputGradient(true);
    try {
      return super.atPoint(module, input, f);
    } finally {
      module.skipInputGradient(false);
    }
  }
}

export const Jacobian: GradientTests = new GradientTests();
export const SparseJacobian: GradientTests = new SparseTests();
