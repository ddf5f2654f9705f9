/** @file Affine map to some of its outputs. */
import { type Activation, entry, isZero, type RActivation } from '../lib/nn/activation.js';
import { checkedBase, type IndexBase, indexError, torchIndexBase } from '../lib/nn/class-target.js';
import { Module, PARAMETER_GRADIENTS } from '../lib/nn/module.js';
import type { ParameterLists } from '../lib/nn/parameters.js';
import { checkSizes } from '../lib/nn/sizes.js';
import { optional, type TorchField, type TorchFields, tensor, unsaved } from '../lib/nn/torch-field.js';
import { Tensor, torch, vector } from '../lib/tensor/index.js';
import { Decorator } from './decorator.js';
import { Identity } from './identity.js';
import { LookupTable } from './lookup-table.js';
import { MM } from './mm.js';
import { ParallelTable } from './parallel-table.js';
import { Sequential } from './sequential.js';

const networkField: TorchField = {
  name: 'modules',
  toTorch: (value) => (value as Module[])[0],
  fromTorch: (value, expect) => (value instanceof Sequential ? [value] : expect('an nn.Sequential')),
};

/** In Torch of the module's type, and from 1. */
const partitionField: TorchField = {
  toTorch: (value, owner) => torch.add((value as Tensor).type(`torch.${owner._type.name}Tensor`), 1),
  fromTorch: (value, expect) => (value instanceof Tensor ? torch.add(value.long(), -1) : expect('a tensor')),
};

/**
 * Linear's y at the outputs of a partition p, a list of k of them, at first all: y_j = ⟨W(p_j), x⟩ + b(p_j), x: (N × n), y: (N × k).
 * W: (m × n), in a LookupTable, whose product with x an MM takes, as in Torch: all passes are theirs, and those of the bias (1 × m)
 *   gb(p) += s 1ᵀgy,     Ry += 1 Rb(p),     Rgb(p) += s 1ᵀRgy
 * Parameters outside of p get no gradient. Initial weights: standard normal, bias zero. p counts from indexBase.
 */
export class PartialLinear extends Decorator {
  static override readonly torch: TorchFields = {
    modules: unsaved(),
    network: networkField,
    partition: partitionField,
    indexBase: torchIndexBase,
    bias: optional(tensor(2)),
    allcolumns: unsaved((owner: PartialLinear) => torch.range(1, owner.table.weight._size[0]).type(owner.type())),
    outputsize: unsaved((owner: PartialLinear) => owner.table.weight._size[0]),
    inputsize: unsaved((owner: PartialLinear) => owner.table.weight._size[1]),
    addBuffer: unsaved(),
    buffer: unsaved(),
  };

  declare bias?: Tensor;
  declare gradBias?: Tensor;
  declare rBias?: Tensor;
  declare rGradBias?: Tensor;
  /** p, from 0. */
  partition: Tensor;
  indexBase: IndexBase;
  /** p as the table counts. */
  declare private rows: Tensor;

  /** @throws RangeError when a size is not a whole number from 1 up. */
  constructor(inputSize: number, outputSize: number, bias: boolean = true, indexBase: IndexBase = 0) {
    checkSizes('PartialLinear', [inputSize, outputSize]);
    const pair = new ParallelTable().add(new Identity()).add(new LookupTable(outputSize, inputSize));
    super(new Sequential().add(pair).add(new MM(false, true)));
    this.indexBase = checkedBase(this.constructor.name, indexBase);
    this.partition = this.all();
    if (bias) this.makeParameter('bias', 1, outputSize);
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.rows = torch.LongTensor();
  }

  /**
   * The outputs that are computed from now on.
   *
   * @throws RangeError unless `indices` is a vector of outputs, TypeError unless it is a tensor.
   */
  setPartition(indices: Tensor): this {
    const who = `${this.describe()}.setPartition`;
    const [m] = this.table.weight._size;
    if (!(indices instanceof Tensor)) {
      throw new TypeError(`${who}: expected a vector of indices, got ${typeof indices}`);
    }
    if (indices.dim() !== 1) throw new RangeError(`${who}: expected a vector of indices, got ${indices.describe()}`);
    for (const index of indices.toArray() as number[]) {
      const place = index - this.indexBase;
      if (!Number.isInteger(place) || place < 0 || place >= m) throw indexError(who, 'index', index, m, this.indexBase);
    }
    this.partition = torch.add(indices.long(), -this.indexBase);
    return this;
  }

  /** All outputs are computed from now on. */
  resetPartition(): this {
    this.partition = this.all();
    return this;
  }

  override parameters(): ParameterLists {
    const [inside, own] = [super.parameters(), Module.prototype.parameters.call(this)];
    return inside.map((list, i) => [...list, ...own[i]]) as ParameterLists;
  }

  override updateOutput(input: Activation): Tensor {
    const x = this.tensor('forward', input);
    const [, n] = this.table.weight._size;
    if (x.dim() !== 2 || x._size[1] !== n) throw this.wrongShape('forward', `input (N × ${n})`, x);
    this.rows.resizeAs(this.partition).copy(this.partition).add(this.table.indexBase);
    const y = super.updateOutput([x, this.rows]) as Tensor;
    if (this.bias) this.addBias(this.bias, y);
    return y;
  }

  override backwardPart(input: Activation, gradOutput: Activation, scale: number, part: number): Activation {
    const gx = super.backwardPart([input, this.rows], gradOutput, scale, part);
    if (part & PARAMETER_GRADIENTS && this.gradBias) this.collectBias(gradOutput as Tensor, this.gradBias, scale);
    this.gradInput = (gx as Activation[])[0];
    return this.gradInput;
  }

  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    const ry = super.updateROutput([input, this.rows], [rInput, undefined]);
    if (this.rBias) this.addBias(this.rBias, ry as Tensor);
    return ry;
  }

  override rBackwardPart(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    scale: number,
    part: number,
  ): RActivation {
    const rows = [input, this.rows];
    const rgx = super.rBackwardPart(rows, [rInput, undefined], gradOutput, rGradOutput, scale, part);
    const learns = (part & PARAMETER_GRADIENTS) !== 0 && !isZero(rGradOutput);
    if (learns && this.rGradBias) this.collectBias(rGradOutput as Tensor, this.rGradBias, scale);
    return this.setRGradInput(entry(rgx, 0));
  }

  override toString(): string {
    const [m, n] = this.table.weight._size;
    return `${this.typename}(${n} -> ${m})${this.bias ? '' : ' without bias'}`;
  }

  private get table(): LookupTable {
    return ((this.get(0) as Sequential).get(0) as ParallelTable).get(1) as LookupTable;
  }

  private all(): Tensor {
    return torch.range(0, this.table.weight._size[0] - 1).long();
  }

  /** y ← y + 1 b(p). */
  private addBias(b: Tensor, y: Tensor): void {
    const [bs, ys, p] = [vector(b), vector(y), this.partition._storage.data];
    const [rows, k] = y._size;
    for (let i = 0; i < rows; i++) for (let j = 0; j < k; j++) ys[y._offset + i * k + j] += bs[b._offset + p[j]];
  }

  /** gb(p) ← gb(p) + s 1ᵀg. */
  private collectBias(g: Tensor, gb: Tensor, scale: number): void {
    const from = g.contiguous();
    const [gs, to, p] = [vector(from), vector(gb), this.partition._storage.data];
    const [rows, k] = g._size;
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < k; j++) to[gb._offset + p[j]] += scale * gs[from._offset + i * k + j];
    }
  }
}
