/** @file A module as a subject: f(x, w) and its gradients for a given gradOutput. */
import { type Activation, fits, type RActivation, shapeOf, tensorsOf } from '../nn/activation.js';
import { BOTH, type Module } from '../nn/module.js';
import { type Generator, Tensor } from '../tensor/index.js';
import { Draws } from './draws.js';
import { type ParameterGroup, parameterGroups } from './parameter-groups.js';
import { read, type Section, section, write } from './section.js';
import {
  type Direction,
  mapTensors,
  mapToImage,
  namedTensors,
  type Subject,
  type Variable,
  type Variation,
} from './subject.js';

/** The scalar is ⟨gradOutput, f(x, w)⟩. */
export class ModuleSubject implements Subject {
  readonly name: string;
  readonly module: Module;
  readonly input: Activation;
  readonly gradOutput: Activation;
  readonly variables: readonly Variable[];
  readonly roots: Readonly<Record<string, unknown>>;
  readonly directions: readonly Tensor[];
  readonly accumulators: readonly Tensor[];
  readonly groups: readonly ParameterGroup[];
  private readonly draws: Draws;
  /** The memory of rInput and rGradOutput, by the tensor that they are images of. */
  private readonly images: Map<Tensor, Tensor>;
  private rInput: RActivation = undefined;
  private rGradOutput: RActivation = undefined;

  constructor(module: Module, input: Activation, gradOutput: Activation, draws: Draws, images: Map<Tensor, Tensor>) {
    this.name = module.describe();
    this.module = module;
    this.input = input;
    this.gradOutput = gradOutput;
    this.draws = draws;
    this.images = images;
    this.groups = parameterGroups(module);
    const [values, gradients, v, hv] = module.parameters();
    this.directions = v;
    this.accumulators = hv;
    this.roots = { module, input, gradOutput, parameters: values, gradParameters: gradients };
    this.variables = this.listVariables();
  }

  /** At `input`, with a gradOutput of normal numbers; runs forward once. */
  static at(module: Module, input: Activation, random: Generator): ModuleSubject {
    const draws = new Draws();
    const point = mapTensors(input, (x) => x.clone());
    const output = module.forward(point);
    draws.notice();
    const gradOutput = mapTensors(output, (y) => {
      const gy = Tensor.zeros(y.elementType, y._size);
      write(
        gy,
        Float64Array.from({ length: y.nElement() }, () => random.normal()),
      );
      return gy;
    });
    const images = new Map([...tensorsOf(point), ...tensorsOf(gradOutput)].map((x) => [x, x.clone().zero()]));
    return new ModuleSubject(module, point, gradOutput, draws, images);
  }

  forward(): Section[] {
    this.draws.rewind();
    return namedTensors(this.module.forward(this.input), 'output').map(([name, y]) => section('output', name, y));
  }

  backward(): Section[] {
    for (const group of this.groups) group.zero(group.gradients);
    return this.accumulate(1);
  }

  /** Backward on top of what the gradients hold. */
  accumulate(scale: number): Section[] {
    const gradInput = this.module.backward(this.input, this.gradOutput, scale);
    return [...this.inputSections('gradInput', gradInput), ...this.groups.map((group) => group.gradient())];
  }

  rForward(direction: Direction): Section[] {
    this.setDirection(direction);
    const rOutput = this.module.rForward(this.input, this.rInput);
    return namedTensors(rOutput, 'rOutput').map(([name, y]) => section('output', name, y));
  }

  rBackward(direction: Direction): Section[] {
    this.setDirection(direction);
    for (const group of this.groups) group.zero(group.hv);
    return this.rAccumulate(1);
  }

  /** R backward on top of what the accumulators hold. */
  rAccumulate(scale: number): Section[] {
    const { module, input, rInput, gradOutput, rGradOutput } = this;
    const rGradInput = module.rBackward(input, rInput, gradOutput, rGradOutput, scale);
    return [...this.inputSections('rGradInput', rGradInput), ...this.groups.map((group) => group.image())];
  }

  scalar(): readonly [number, number] {
    this.draws.rewind();
    const output = tensorsOf(this.module.forward(this.input)).map(read);
    let sum = 0;
    let magnitude = 0;
    tensorsOf(this.gradOutput).forEach((gy, k) => {
      read(gy).forEach((g, i) => {
        sum += g * output[k][i];
        magnitude += Math.abs(g * output[k][i]);
      });
    });
    return [sum, magnitude];
  }

  step(): void {
    const { module, input, rInput, gradOutput, rGradOutput } = this;
    module.updateOutput(input);
    module.backwardPart(input, gradOutput, 1, BOTH);
    module.updateROutput(input, rInput);
    module.rBackwardPart(input, rInput, gradOutput, rGradOutput, 1, BOTH);
  }

  skipInputGradient(skip: boolean): void {
    this.module.skipInputGradient(skip);
  }

  vary(variation: Variation): ModuleSubject {
    const images = new Map<Tensor, Tensor>();
    const copy = (x: Tensor, kind: 'input' | 'gradOutput'): Tensor => {
      const twin = variation.tensor(x, kind);
      images.set(twin, variation.tensor(this.images.get(x) as Tensor, kind));
      return twin;
    };
    const input = mapTensors(this.input, (x) => copy(x, 'input'));
    const gradOutput = mapTensors(this.gradOutput, (gy) => copy(gy, 'gradOutput'));
    return new ModuleSubject(variation.component(this.module), input, gradOutput, this.draws, images);
  }

  private setDirection(direction: Direction): void {
    const pieces = new Map(this.variables.map(({ tensor }, k) => [tensor, direction[k]]));
    const imageOf = (x: Tensor): Tensor | undefined => {
      const values = pieces.get(x);
      const rx = this.images.get(x);
      if (values === undefined || rx === undefined) return undefined;
      write(rx, values);
      return rx;
    };
    this.rInput = mapToImage(this.input, imageOf);
    this.rGradOutput = mapToImage(this.gradOutput, imageOf);
    for (const group of this.groups) group.setV(pieces.get(group.values));
  }

  /** The sections of the gradients in those inputs that have one; none when their computation is switched off. */
  private inputSections(name: string, gradInput: Activation): Section[] {
    if (Array.isArray(gradInput) && gradInput.length === 0) return [];
    const inputs = namedTensors(this.input, '');
    const gradients = namedTensors(gradInput, name);
    const floating = inputs.every(([, x]) => !x.elementType.integer);
    if (gradients.length !== inputs.length || (floating && !fits(this.input, gradInput))) {
      throw new RangeError(`${this.name}: expected ${name} ${shapeOf(this.input)}, got ${shapeOf(gradInput)}`);
    }
    return inputs.flatMap(([, x], i) =>
      x.elementType.integer ? [] : [section('gradInput', gradients[i][0], gradients[i][1])],
    );
  }

  private listVariables(): Variable[] {
    const inputs = namedTensors(this.input, 'input').filter(([, x]) => !x.elementType.integer);
    const outputs = namedTensors(this.gradOutput, 'gradOutput');
    let gradient = outputs.length;
    return [
      ...inputs.map(([name, tensor]) => ({ name, kind: 'input', tensor, gradient: gradient++ }) as const),
      ...this.groups.map((group) => group.variable(gradient++)),
      ...outputs.map(([name, tensor]) => ({ name, kind: 'gradOutput', tensor, gradient: -1 }) as const),
    ];
  }
}
