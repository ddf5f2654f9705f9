/** @file Container: modules inside a module. A subclass writes how they are wired, four methods; the rest is here. */
import type { Activation, RActivation } from './activation.js';
import { countPass } from './component.js';
import { type ForeignInstance, ForeignModule } from './foreign-module.js';
import { INPUT_GRADIENT, Module, PARAMETER_GRADIENTS } from './module.js';
import type { ParameterLists } from './parameters.js';
import { shown, type TorchField, type TorchFields } from './torch-field.js';
import { errorInside } from './way.js';

/** Counts changes of any container's children, so that one number tells whether a tree must be looked at again. */
let structureVersion = 0;

/** What passes left in buffers is not that of the tree as it is now. */
function countChange(): void {
  structureVersion++;
  countPass();
}

/** The modules inside; instances of classes that nn does not have are wrapped. */
const modules: TorchField = {
  toTorch: (value) => (value as Module[]).map((child) => (child instanceof ForeignModule ? child.instance : child)),
  fromTorch: (value, expect) => {
    if (!Array.isArray(value)) return expect('a list of modules');
    return value.map((child: unknown) => {
      // One that is not filled before what contains it contains that in turn.
      if (child instanceof Container && !child.modules)
        return expect('a list of modules', 'one of a container around it');
      if (child instanceof Module) return child;
      const isForeign = typeof child === 'object' && child !== null && 'typename' in child && 'fields' in child;
      if (!isForeign) return expect('a list of modules', `one with ${shown(child)} in it`);
      return new ForeignModule(child as ForeignInstance);
    });
  },
};

/**
 * Subclasses write updateOutput, updateROutput, backwardPart and rBackwardPart: both backward passes of a container are one sweep
 * over its children, of which updateGradInput and accGradParameters ask for a half.
 */
export abstract class Container extends Module {
  static override readonly torch: TorchFields = { modules };

  modules: Module[] = [];
  private checkedVersion: number = -1;

  /** Appends a module; returns the container. */
  add(module: Module): this {
    return this.insert(module);
  }

  /** Puts a module before place `index` (at the end by default). */
  insert(module: Module, index: number = this.modules.length): this {
    if (!(module instanceof Module)) {
      throw new TypeError(`${this.describe()}.add: expected a module, got ${module === null ? 'null' : typeof module}`);
    }
    if (!Number.isInteger(index) || index < 0 || index > this.modules.length) {
      throw new RangeError(`${this.describe()}.insert: expected a place in 0..${this.modules.length}, got ${index}`);
    }
    if (module.listModules().includes(this)) {
      throw new Error(`${this.describe()}.add: expected another module, got one that contains this container`);
    }
    this.modules.splice(index, 0, module);
    countChange();
    try {
      this.checkStructure();
    } catch (error) {
      this.modules.splice(index, 1);
      throw error;
    }
    return this;
  }

  /** Takes out and returns the module at `index` (the last by default). */
  remove(index: number = -1): Module {
    const [module] = this.modules.splice(this.place('remove', index), 1);
    countChange();
    return module;
  }

  /** The module at `index`; negative indices count from the end. */
  get(index: number): Module {
    return this.modules[this.place('get', index)];
  }

  size(): number {
    return this.modules.length;
  }

  override children(): readonly Module[] {
    return this.modules;
  }

  override forward(input: Activation): Activation {
    if (this.checkedVersion !== structureVersion) this.checkStructure();
    return super.forward(input);
  }

  override updateGradInput(input: Activation, gradOutput: Activation): Activation {
    return this.backwardPart(input, gradOutput, 1, INPUT_GRADIENT);
  }

  override accGradParameters(input: Activation, gradOutput: Activation, scale: number = 1): void {
    this.backwardPart(input, gradOutput, scale, PARAMETER_GRADIENTS);
  }

  override updateRGradInput(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
  ): RActivation {
    return this.rBackwardPart(input, rInput, gradOutput, rGradOutput, 1, INPUT_GRADIENT);
  }

  override accRGradParameters(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    scale: number = 1,
  ): void {
    this.rBackwardPart(input, rInput, gradOutput, rGradOutput, scale, PARAMETER_GRADIENTS);
  }

  abstract override backwardPart(input: Activation, gradOutput: Activation, scale: number, part: number): Activation;
  abstract override rBackwardPart(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    scale: number,
    part: number,
  ): RActivation;

  /** By default every child reads the container's input, so every child may leave its input gradient out. */
  override skipInputGradient(skip: boolean): void {
    super.skipInputGradient(skip);
    for (const child of this.modules) child.skipInputGradient(skip);
  }

  override parameters(): ParameterLists {
    const lists: ParameterLists = [[], [], [], []];
    for (const child of this.modules) {
      child.parameters().forEach((list, i) => {
        lists[i].push(...list);
      });
    }
    return lists;
  }

  override replace(f: (module: Module) => Module): Module {
    this.modules = this.modules.map((child) => child.replace(f));
    countChange();
    return super.replace(f);
  }

  /** The error of child `index`, with the path to it. */
  protected failure(index: number, error: unknown): Error {
    return errorInside(`module ${index} of ${this.describe()}`, error);
  }

  /** `toString` for containers whose children stand side by side. */
  protected drawBranches(): string {
    const last = this.modules.length - 1;
    const lines = this.modules.map((child, i) => {
      const text = child.toString().replaceAll('\n', i === last ? '\n         ' : '\n    |    ');
      return `    ${i === last ? ' ' : '|'}\`-> (${i + 1}): ${text}`;
    });
    return `${super.toString()} {\n${['  input', ...lines, '     ... -> output'].join('\n')}\n}`;
  }

  private place(method: string, index: number): number {
    const n = this.modules.length;
    const i = index < 0 ? index + n : index;
    if (Number.isInteger(i) && i >= 0 && i < n) return i;
    const expected = n > 0 ? `an index in 0..${n - 1}` : 'a module inside';
    throw new RangeError(`${this.describe()}.${method}: expected ${expected}, got ${index}`);
  }

  private checkStructure(): void {
    const seen = new Set<Module>();
    for (const module of this.listModules()) {
      if (seen.has(module)) {
        throw new Error(
          `${this.describe()}.add: expected every module once, got ${module.describe()} twice; ` +
            "one module has one set of buffers: add clone('weight', 'bias', 'gradWeight', 'gradBias'), which shares its parameters",
        );
      }
      seen.add(module);
    }
    this.checkedVersion = structureVersion;
  }
}
