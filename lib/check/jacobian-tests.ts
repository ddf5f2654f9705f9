/** @file Torch's tests of a module's gradients: Jacobians by backward passes against those by differences. */
import { deserialize, serialize } from '../io/t7/save.js';
import { type Activation, tensorsOf } from '../nn/activation.js';
import type { Module } from '../nn/module.js';
import { Tensor, torch } from '../tensor/index.js';
import { read, write } from './section.js';
import { mapTensors } from './subject.js';

/**
 * Inputs (and parameters) are filled with numbers uniform in minval … maxval, from the default generator; the results are largest absolute
 * errors. A Jacobian has a row for each element of what it is by, the input or `param`, and a column for each of the output.
 */
export class JacobianTests {
  /** The part of an input that is a variable. */
  protected part(input: Tensor): Tensor {
    return input;
  }

  /** What gradInput has for that part. */
  protected gradientOf(gradInput: Activation, _input: Tensor): Tensor {
    return gradInput as Tensor;
  }

  /** The Jacobian by the input, or by the parameter whose gradient is `gradParam`: a backward pass for each column. */
  backward(module: Module, input: Tensor, param?: Tensor, gradParam?: Tensor): Tensor {
    return this.columns(module, input, param, (gradOutput) => {
      module.zeroGradParameters();
      const gradInput = module.backward(input, gradOutput);
      return gradParam ?? this.gradientOf(gradInput, input);
    });
  }

  /** The parameter after a step of rate 1 against the gradient of each element of the output. */
  backwardUpdate(module: Module, input: Tensor, param: Tensor): Tensor {
    const values = module.parameters()[0];
    const found = values.map((w) => w.clone());
    const restore = (): void => {
      for (const [i, w] of values.entries()) w.copy(found[i]);
    };
    const columns = this.columns(module, input, param, (gradOutput) => {
      restore();
      module.backwardUpdate(input, gradOutput, 1);
      return param;
    });
    restore();
    return columns;
  }

  /** The Jacobian by central differences. */
  forward(module: Module, input: Tensor, param: Tensor = this.part(input), perturbation: number = 1e-6): Tensor {
    const elements = param.dim() === 1 ? param : param.view(-1);
    const n = elements.nElement();
    const jacobian = torch.zeros(n, (module.forward(input) as Tensor).nElement());
    const at = (i: number, x: number): Float64Array => {
      elements.set(i, x);
      return read(module.forward(input) as Tensor);
    };
    for (let i = 0; i < n; i++) {
      const x = elements.get(i);
      const [below, above] = [at(i, x - perturbation), at(i, x + perturbation)];
      elements.set(i, x);
      write(
        jacobian.select(0, i),
        above.map((y, k) => (y - below[k]) / (2 * perturbation)),
      );
    }
    module.forward(input);
    return jacobian;
  }

  /** What `backwardUpdate` should give, by central differences. */
  forwardUpdate(module: Module, input: Tensor, param: Tensor, perturbation?: number): Tensor {
    const jacobian = this.forward(module, input, param, perturbation).mul(-1);
    read(param).forEach((x, i) => {
      jacobian.select(0, i).add(x);
    });
    return jacobian;
  }

  testJacobian(module: Module, input: Tensor, minval?: number, maxval?: number, perturbation?: number): number {
    fill(this.part(input), minval, maxval);
    return gap(this.forward(module, input, undefined, perturbation), this.backward(module, input));
  }

  testJacobianParameters(
    module: Module,
    input: Tensor,
    param: Tensor,
    gradParam: Tensor,
    minval?: number,
    maxval?: number,
    perturbation?: number,
  ): number {
    for (const x of [this.part(input), param]) fill(x, minval, maxval);
    const byBackward = this.backward(module, input, param, gradParam);
    return gap(this.forward(module, input, param, perturbation), byBackward);
  }

  testJacobianUpdateParameters(
    module: Module,
    input: Tensor,
    param: Tensor,
    minval?: number,
    maxval?: number,
    perturbation?: number,
  ): number {
    for (const x of [this.part(input), param]) fill(x, minval, maxval);
    const byBackward = this.backwardUpdate(module, input, param);
    return gap(this.forwardUpdate(module, input, param, perturbation), byBackward);
  }

  /** The errors of output and gradInput of what a file gives back. `roundTrip` writes and reads. */
  testIO(
    module: Module,
    input: Activation,
    minval?: number,
    maxval?: number,
    roundTrip: (module: Module) => Module = (saved) => deserialize(serialize(saved)) as Module,
  ): [forward: number, backward: number] {
    const passes = (tested: Module, gradOutput: Activation): Tensor[][] => {
      tested.zeroGradParameters();
      const gradInput = tested.backward(input, gradOutput);
      return [tested.output, gradInput].map((x) => tensorsOf(x).map((tensor) => tensor.clone()));
    };
    const gradOutput = mapTensors(module.forward(input), (y) => y.clone());
    for (const gy of tensorsOf(gradOutput)) fill(gy, minval, maxval);
    const before = passes(
      module,
      mapTensors(gradOutput, (gy) => gy.clone()),
    );
    const read = roundTrip(module.clearState());
    read.forward(input);
    const after = passes(read, gradOutput);
    const [forward, backward] = before.map((list, k) => list.map((x, i) => gap(x, after[k][i])));
    return [Math.max(0, ...forward), Math.max(0, ...backward)];
  }

  /** Four ways to step against the gradient of a parameter, alone and shared with a clone: the error of each, by name. */
  testAllUpdate(module: Module, input: Activation, weight: string, gradWeight: string): Record<string, number> {
    const rate = torch.uniform(0.1, 1);
    const field = (owner: Module, name: string): Tensor => (owner as unknown as Record<string, Tensor>)[name];
    const start = field(module, weight).clone();
    let gradOutput: Activation | undefined;
    const at = (owner: Module): [Module, Activation] => {
      const output = owner.forward(input);
      gradOutput ??= mapTensors(output, (y) => torch.rand(y.size()));
      return [owner, gradOutput];
    };
    const collect = (...owners: Module[]): void => {
      const points = owners.map(at);
      for (const owner of owners) owner.zeroGradParameters();
      for (const [owner, gy] of points) owner.backward(input, gy);
      for (const owner of owners) owner.updateParameters(rate);
    };
    const update = (...owners: Module[]): void => {
      for (const [owner, gy] of owners.map(at)) owner.backwardUpdate(input, gy, rate);
    };
    const pair = (): [Module, Module] => {
      const first = module.clone();
      return [first, module.clone().share(first, weight)];
    };
    const error = (owners: Module[]): number => {
      const expected = torch.add(start, -rate * owners.length, gradient);
      return owners.reduce((sum, owner) => sum + torch.add(expected, -1, field(owner, weight)).norm(), 0);
    };
    const alone = module.clone();
    collect(alone);
    const gradient = field(alone, gradWeight).clone();
    const [updated, shared, sharedUpdated] = [module.clone(), pair(), pair()];
    update(updated);
    collect(...shared);
    update(...sharedUpdated);
    return {
      accGradParameters: error([alone]),
      accUpdateGradParameters: error([updated]),
      'accGradParameters [shared]': error(shared),
      'accUpdateGradParameters [shared]': error(sharedUpdated),
    };
  }

  /** A matrix of what `f` gives for each unit gradOutput. */
  private columns(module: Module, input: Tensor, param: Tensor | undefined, f: (gradOutput: Tensor) => Tensor): Tensor {
    const output = module.forward(input) as Tensor;
    const gradOutput = Tensor.zeros(output.elementType, output._size);
    const units = gradOutput.view(-1);
    const n = units.nElement();
    const jacobian = torch.zeros((param ?? this.part(input)).nElement(), n);
    for (let k = 0; k < n; k++) {
      gradOutput.zero();
      units.set(k, 1);
      jacobian.select(1, k).copy(f(gradOutput));
    }
    return jacobian;
  }
}

export function fill(x: Tensor, minval: number = -2, maxval: number = 2): void {
  x.copy(
    torch
      .rand(x.nElement())
      .mul(maxval - minval)
      .add(minval),
  );
}

/** The largest difference of two tensors of as many elements; 0 of none. */
function gap(a: Tensor, b: Tensor): number {
  const other = read(b);
  return read(a).reduce((worst, x, i) => Math.max(worst, Math.abs(x - other[i])), 0);
}
