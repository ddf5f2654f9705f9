/** @file A criterion, or a model with its criterion, as a subject: a loss and its gradient. */
import { type Activation, type RActivation, tensorsOf } from '../nn/activation.js';
import type { Criterion, Target } from '../nn/criterion.js';
import { BOTH, type Module } from '../nn/module.js';
import { Tensor } from '../tensor/index.js';
import { Draws } from './draws.js';
import { type ParameterGroup, parameterGroups } from './parameter-groups.js';
import { type Section, scalarSection, section, write } from './section.js';
import {
  type Direction,
  mapTensors,
  mapToImage,
  namedTensors,
  type Subject,
  type Variable,
  type Variation,
} from './subject.js';

/** E(f(x, w), t), or E(x, t) without a model. The scalar is the loss. */
export class LossSubject implements Subject {
  readonly name: string;
  readonly model: Module | undefined;
  readonly criterion: Criterion;
  readonly input: Activation;
  readonly target: Target;
  readonly variables: readonly Variable[];
  readonly roots: Readonly<Record<string, unknown>>;
  readonly directions: readonly Tensor[];
  readonly accumulators: readonly Tensor[];
  readonly groups: readonly ParameterGroup[];
  private readonly draws: Draws;
  private readonly images: Map<Tensor, Tensor>;
  private rInput: RActivation = undefined;

  constructor(
    model: Module | undefined,
    criterion: Criterion,
    input: Activation,
    target: Target,
    draws: Draws,
    images: Map<Tensor, Tensor>,
  ) {
    this.name = model ? `${model.describe()} with ${criterion.describe()}` : criterion.describe();
    this.model = model;
    this.criterion = criterion;
    this.input = input;
    this.target = target;
    this.draws = draws;
    this.images = images;
    this.groups = model ? parameterGroups(model) : [];
    const [values, gradients, v, hv] = model ? model.parameters() : [[], [], [], []];
    this.directions = v;
    this.accumulators = hv;
    this.roots = { model, criterion, input, target, parameters: values, gradParameters: gradients };
    let gradient = 1;
    this.variables = [
      ...this.floatingInputs('input').map(
        ([name, tensor]) => ({ name, kind: 'input', tensor, gradient: gradient++ }) as const,
      ),
      ...this.groups.map((group) => group.variable(gradient++)),
    ];
  }

  /** At copies of `input` and `target`; runs forward once. */
  static at(model: Module | undefined, criterion: Criterion, input: Activation, target: Target): LossSubject {
    const draws = new Draws();
    const point = mapTensors(input, (x) => x.clone());
    const images = new Map(tensorsOf(point).map((x) => [x, x.clone().zero()]));
    const subject = new LossSubject(
      model,
      criterion,
      point,
      mapTarget(target, (x) => x.clone()),
      draws,
      images,
    );
    subject.forward();
    draws.notice();
    return subject;
  }

  forward(): Section[] {
    return [scalarSection('output', 'output', this.loss())];
  }

  backward(): Section[] {
    for (const group of this.groups) group.zero(group.gradients);
    const gradOutput = this.criterion.backward(this.output(), this.target);
    const gradInput = this.model ? this.model.backward(this.input, gradOutput) : gradOutput;
    return [...this.inputSections('gradInput', gradInput), ...this.groups.map((group) => group.gradient())];
  }

  rForward(direction: Direction): Section[] {
    this.setDirection(direction);
    const rOutput = this.model ? this.model.rForward(this.input, this.rInput) : this.rInput;
    return [scalarSection('output', 'rOutput', this.criterion.rForward(this.output(), rOutput, this.target))];
  }

  rBackward(direction: Direction): Section[] {
    this.setDirection(direction);
    for (const group of this.groups) group.zero(group.hv);
    const { model, criterion, input, rInput, target } = this;
    const output = this.output();
    const rGradOutput = criterion.rBackward(output, model ? model.rOutput : rInput, target);
    const rGradInput = model ? model.rBackward(input, rInput, criterion.gradInput, rGradOutput) : rGradOutput;
    return [...this.inputSections('rGradInput', rGradInput), ...this.groups.map((group) => group.image())];
  }

  scalar(): readonly [number, number] {
    const loss = this.loss();
    return [loss, Math.abs(loss)];
  }

  step(): void {
    const { model, criterion, input, rInput, target } = this;
    const output = model ? model.updateOutput(input) : input;
    criterion.updateOutput(output, target);
    const gradOutput = criterion.updateGradInput(output, target);
    model?.backwardPart(input, gradOutput, 1, BOTH);
    const rOutput = model ? model.updateROutput(input, rInput) : rInput;
    criterion.updateROutput(output, rOutput, target);
    const rGradOutput = criterion.updateRGradInput(output, rOutput, target);
    model?.rBackwardPart(input, rInput, gradOutput, rGradOutput, 1, BOTH);
  }

  skipInputGradient(skip: boolean): void {
    this.model?.skipInputGradient(skip);
  }

  vary(variation: Variation): LossSubject {
    const { model, criterion } = this;
    const images = new Map<Tensor, Tensor>();
    const input = mapTensors(this.input, (x) => {
      const twin = variation.tensor(x, 'input');
      images.set(twin, variation.tensor(this.images.get(x) as Tensor, 'input'));
      return twin;
    });
    return new LossSubject(
      model && variation.component(model),
      variation.component(criterion),
      input,
      mapTarget(this.target, (x) => variation.tensor(x, 'target')),
      this.draws,
      images,
    );
  }

  private loss(): number {
    this.draws.rewind();
    const output = this.model ? this.model.forward(this.input) : this.input;
    return this.criterion.forward(output, this.target);
  }

  private output(): Activation {
    return this.model ? this.model.output : this.input;
  }

  private setDirection(direction: Direction): void {
    const pieces = new Map(this.variables.map(({ tensor }, k) => [tensor, direction[k]]));
    this.rInput = mapToImage(this.input, (x) => {
      const values = pieces.get(x);
      const rx = this.images.get(x);
      if (values === undefined || rx === undefined) return undefined;
      write(rx, values);
      return rx;
    });
    for (const group of this.groups) group.setV(pieces.get(group.values));
  }

  private floatingInputs(name: string): [string, Tensor][] {
    return namedTensors(this.input, name).filter(([, x]) => !x.elementType.integer);
  }

  private inputSections(name: string, gradInput: Activation): Section[] {
    if (Array.isArray(gradInput) && gradInput.length === 0) return [];
    const inputs = namedTensors(this.input, '');
    const gradients = namedTensors(gradInput, name);
    return inputs.flatMap(([, x], i) =>
      x.elementType.integer ? [] : [section('gradInput', gradients[i][0], gradients[i][1])],
    );
  }
}

function mapTarget(target: Target, f: (x: Tensor) => Tensor): Target {
  if (target instanceof Tensor) return f(target);
  return Array.isArray(target) ? target.map((piece) => mapTarget(piece, f)) : target;
}
