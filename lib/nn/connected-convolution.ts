/** @file ConnectedConvolution: convolution of the planes that a table connects. A class says which way its window goes. */
import { Tensor } from '../tensor/index.js';
import { collectBias, spreadBias } from './axis.js';
import type { Groups } from './groups.js';
import { optional, type TorchField, type TorchFields, tensor, whole } from './torch-field.js';
import { checkWindow, type Window } from './window.js';
import { Windowed } from './windowed.js';

/** Planes from 0 here, from 1 in Torch. */
const connections: TorchField = {
  toTorch: (value) => (value as Tensor).clone().add(1),
  fromTorch: (value, expect, { _type }) => {
    const table = value instanceof Tensor ? Tensor.zeros(_type, value._size).copy(value).add(-1) : undefined;
    return table && !faultIn(table) ? table : expect('a tensor (connections × 2) of planes from 1 up');
  },
};

/** As many planes as the table names in a column, at least. */
function planesOf(column: number): TorchField {
  return {
    toTorch: (value) => value,
    fromTorch: (value, expect, owner) => {
      const least = planesIn((owner as ConnectedConvolution).connTable, column);
      return Number.isInteger(value) && (value as number) >= least ? value : expect(`a whole number from ${least} up`);
    },
  };
}

/**
 * connTable: (connections × 2), rows of a plane of x and a plane of y, both from 0. W is (connections × kH × kW), b (planes of y). Initial
 * values: uniform in ±1/√(kW kH × connections of the plane of y), drawn in Torch's order. x may have planes that are not connected.
 */
export abstract class ConnectedConvolution extends Windowed {
  static override readonly torch: TorchFields = {
    kW: whole(1),
    kH: whole(1),
    dW: whole(1),
    dH: whole(1),
    connTable: connections,
    nInputPlane: planesOf(0),
    nOutputPlane: planesOf(1),
    weight: tensor(({ connTable, kH, kW }: ConnectedConvolution) => [connTable._size[0], kH, kW]),
    bias: optional(tensor(({ nOutputPlane }: ConnectedConvolution) => [nOutputPlane])),
  };

  kW: number;
  kH: number;
  dW: number;
  dH: number;
  connTable: Tensor;
  nInputPlane: number;
  nOutputPlane: number;
  /** The connections, a group each, for the last input. */
  declare protected groups: Groups | undefined;

  /** @throws RangeError unless the table is (connections × 2) whole numbers from 0 up, and kernel and strides whole numbers from 1 up. */
  constructor(connTable: Tensor, kW: number, kH: number, dW: number = 1, dH: number = 1) {
    super();
    const { name } = this.constructor;
    if (!(connTable instanceof Tensor)) {
      throw new TypeError(`${name}: expected a tensor of connections, got ${typeof connTable}`);
    }
    const fault = faultIn(connTable);
    if (fault) throw new RangeError(`${name}: expected connections (n × 2) of planes from 0 up, got ${fault}`);
    [this.kW, this.kH, this.dW, this.dH] = [kW, kH, dW, dH];
    checkWindow(name, this.window());
    this.connTable = Tensor.zeros(this._type, connTable._size).copy(connTable);
    this.nInputPlane = planesIn(connTable, 0);
    this.nOutputPlane = planesIn(connTable, 1);
    this.makeParameter('weight', connTable._size[0], kH, kW);
    this.makeParameter('bias', this.nOutputPlane);
    this.reset();
  }

  protected override window(): Window {
    const { kW, kH, dW, dH } = this;
    return { kernel: [kH, kW], stride: [dH, dW], padding: [0, 0], dilation: [1, 1] };
  }

  /** Draws new values: uniform in ±stdv·√3, or as in the beginning. */
  override reset(stdv?: number): this {
    if (stdv !== undefined) return super.reset(stdv);
    const to = columnOf(this.connTable, 1);
    const bound = (plane: number): number => {
      const connected = to.filter((p) => p === plane).length;
      return 1 / Math.sqrt(this.kW * this.kH * Math.max(connected, 1));
    };
    for (const [t, plane] of to.entries()) this.weight.select(0, t).uniform(-bound(plane), bound(plane));
    for (let p = 0; p < this.nOutputPlane; p++) this.bias?.narrow(0, p, 1).uniform(-bound(p), bound(p));
    return this;
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.groups = undefined;
  }

  /** The planes of x and of y, connection by connection. */
  protected connected(): [number[], number[]] {
    return [columnOf(this.connTable, 0), columnOf(this.connTable, 1)];
  }

  /** The sizes of the batch, of x's planes, and of an image. */
  protected sizesOf(x: Tensor): [number[], number, number[]] {
    const batch = this.batchOf(x, Math.max(this.nInputPlane, x._size[x.dim() - 3] ?? 0), 'H', 'W');
    const [planes, ...sizes] = x._size.slice(-3);
    return [batch, planes, sizes];
  }

  protected override spreadBias(b: Tensor, y: Tensor): void {
    spreadBias(b, y, pixels(y));
  }

  protected override collectBias(g: Tensor, gb: Tensor, scale: number): void {
    collectBias(g, gb, scale, pixels(g));
  }

  /** Torch prints the name alone. */
  override describe(): string {
    const { nInputPlane, nOutputPlane, kW, kH } = this;
    return `${this.constructor.name}(${nInputPlane} -> ${nOutputPlane}, ${kW}x${kH})`;
  }
}

/** Of one plane. */
function pixels({ _size: size }: Tensor): number {
  return size[size.length - 2] * size[size.length - 1];
}

function columnOf({ _storage, _offset, _size, _stride }: Tensor, column: number): number[] {
  const at = (t: number): number => _storage.data[_offset + t * _stride[0] + column * _stride[1]];
  return Array.from({ length: _size[0] }, (_, t) => at(t));
}

function planesIn(table: Tensor, column: number): number {
  return Math.max(...columnOf(table, column)) + 1;
}

/** What keeps a tensor from being a table of connections. */
function faultIn(table: Tensor): string | undefined {
  if (table.dim() !== 2 || table._size[1] !== 2) return table.describe();
  const wrong = table.toArray().find((plane) => !(Number.isInteger(plane) && plane >= 0));
  return wrong === undefined ? undefined : `plane ${wrong}`;
}
