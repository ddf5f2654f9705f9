/** @file One module for every entry of a table. */
import { type Activation, entry, type RActivation, shapeOf } from '../lib/nn/activation.js';
import { Branches } from '../lib/nn/branches.js';
import { checkIs } from '../lib/nn/kinds.js';
import { Module } from '../lib/nn/module.js';
import { checkNumbers, count } from '../lib/nn/numbers.js';
import { flag, optional, type TorchFields, tableBuffer, unsaved } from '../lib/nn/torch-field.js';

/**
 *   forward    yᵢ  = f(xᵢ)
 *   backward   gxᵢ  = (∂f/∂xᵢ)ᵀ gyᵢ
 *   rForward   Ryᵢ = that of f at xᵢ
 *   rBackward  Rgxᵢ likewise
 * x, y: tables of one length, which may change from call to call. A module has one set of buffers, so each further entry gets a clone,
 * made when first needed: with `shared`, one that shares the parameters, otherwise one that has its own.
 */
export class MapTable extends Branches {
  static override readonly torch: TorchFields = {
    shared: optional(flag, true),
    sharedparams: unsaved(() => ['weight', 'bias', 'gradWeight', 'gradBias']),
    module: unsaved((owner: MapTable) => owner.modules[0]),
    output: tableBuffer,
    gradInput: tableBuffer,
  };

  shared: boolean;
  /** How many entries the last input had. */
  declare private entries: number;

  /** The module may be added later. */
  constructor(module?: Module, shared: boolean = true) {
    super();
    if (module !== undefined) checkIs(this.constructor.name, 'a module', module, Module);
    this.shared = shared;
    if (module !== undefined) this.add(module);
  }

  /** @throws Error: there is one module. */
  override insert(module: Module, index?: number): this {
    if (this.modules.length > 0) throw new Error(`${this.describe()}.add: expected a single module, got another`);
    return super.insert(module, index);
  }

  /** Makes clones, or drops some, until there are n modules. */
  resize(n: number): this {
    checkNumbers('MapTable.resize', { n }, count);
    this.extend(n);
    while (this.modules.length > n) this.remove();
    return this;
  }

  /** With the other buffers go the clones that own nothing. */
  protected override makeBuffers(): void {
    super.makeBuffers();
    if (this.shared) this.modules.splice(1);
    this.entries = 1;
  }

  protected override branches(): readonly Module[] {
    return this.modules.slice(0, this.entries);
  }

  override updateOutput(input: Activation): Activation {
    if (!Array.isArray(input) || input.length === 0) {
      throw new TypeError(`${this.describe()}.forward: expected input to be a table, not empty, got ${shapeOf(input)}`);
    }
    const before = this.modules.length;
    if (before === 0) throw new Error(`${this.describe()}.forward: expected a module inside, got none; add one`);
    this.extend(input.length);
    this.entries = input.length;
    try {
      return super.updateOutput(input);
    } catch (error) {
      while (this.modules.length > before) this.remove();
      throw error;
    }
  }

  protected override inputsOf(x: RActivation): RActivation[] {
    return this.branches().map((_, i) => entry(x, i));
  }

  protected override gather(gradInputs: RActivation[]): RActivation {
    return gradInputs;
  }

  private extend(n: number): void {
    const [module] = this.modules;
    while (this.modules.length < n) {
      const clone = module.clone();
      if (this.shared) shareParameters(clone, module);
      super.insert(clone);
    }
  }

  override toString(): string {
    if (this.modules.length === 0) return super.toString();
    const text = this.modules[0].toString().replaceAll('\n', '\n        ');
    return `nn.${this.constructor.name} {\n  ${text}\n}`;
  }
}

/** Makes every parameter of `module`, its gradient and their images views of those of `other`. */
function shareParameters(module: Module, other: Module): void {
  const lists = other.parameters();
  module.parameters().forEach((list, k) => {
    list.forEach((tensor, i) => {
      tensor.set(lists[k][i]);
    });
  });
}
