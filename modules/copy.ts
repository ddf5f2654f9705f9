/** @file A change of type. */
import { type Activation, type RActivation, shapeOf } from '../lib/nn/activation.js';
import { typeNamed } from '../lib/nn/kinds.js';
import { LinearMap } from '../lib/nn/linear-map.js';
import { flag, named, optional, type TorchField, type TorchFields, unsaved } from '../lib/nn/torch-field.js';
import { type ElementType, Tensor, torch } from '../lib/tensor/index.js';

/**
 *   forward    y   = x as a tensor of type outType
 *   backward   gx  = gy as a tensor of type inType
 *   rForward   Ry  = Rx as outType
 *   rBackward  Rgx = Rgy as inType
 * Types are named as `torch.FloatTensor`; the default one when left out. Where both are one type, y is x itself, unless forceCopy.
 * `type()` gives both types the new one, or neither with dontCast.
 */
/** The type that a tensor of the file has. */
const typeField = (name: string): TorchField =>
  named(name, {
    toTorch: (type) => Tensor.zeros(type as ElementType, []),
    fromTorch: (value, expect) => (value instanceof Tensor ? value.elementType : expect('a tensor')),
  });

export class Copy extends LinearMap {
  static override readonly torch: TorchFields = {
    output: typeField('outType'),
    gradInput: typeField('inType'),
    forceCopy: optional(flag, false),
    dontCast: optional(flag, false),
    updateOutput: unsaved(),
    updateGradInput: unsaved(),
  };

  inType: ElementType;
  outType: ElementType;
  forceCopy: boolean;
  dontCast: boolean;

  constructor(
    inType: string = torch.getdefaulttensortype(),
    outType: string = torch.getdefaulttensortype(),
    forceCopy: boolean = false,
    dontCast: boolean = false,
  ) {
    super();
    this.inType = typeNamed('Copy', 'inType', inType);
    this.outType = typeNamed('Copy', 'outType', outType);
    this.forceCopy = forceCopy;
    this.dontCast = dontCast;
  }

  protected override map(_input: Activation, x: RActivation, last: RActivation): Tensor {
    if (!(x instanceof Tensor) || x.elementType !== this.inType) {
      const got = x instanceof Tensor ? x.describe() : shapeOf(x);
      throw new TypeError(`${this.describe()}.forward: expected a ${this.inType.name}Tensor, got ${got}`);
    }
    return this.converted(x, this.outType, last);
  }

  protected override adjoint(_input: Activation, g: RActivation, last: RActivation): Tensor {
    return this.converted(g as Tensor, this.inType, last);
  }

  private converted(x: Tensor, type: ElementType, last: RActivation): Tensor {
    if (this.inType === this.outType && !this.forceCopy) return x;
    const y = last instanceof Tensor && last.elementType === type ? last : Tensor.zeros(type, []);
    return y.resizeAs(x).copy(x);
  }

  /** @internal */
  override convertTo(target: ElementType, done: Map<unknown, unknown>): void {
    const keeps = this.dontCast || target === this._type;
    super.convertTo(target, done);
    if (keeps) return;
    this.inType = target;
    this.outType = target;
  }
}
