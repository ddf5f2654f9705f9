/** @file Elements chosen by masks: ByteTensors of zeros and ones with as many elements, in any shape. */
import type { Changes, Makes } from './calls.js';
import { changeElements, writeInto } from './lines.js';
import { apart, checkType, numberOf, tensorOf } from './operands.js';
import { Storage } from './storage.js';
import type { Tensor } from './tensor.js';

/**
 * RangeError for a mask of another number of elements, and for elements of it that are neither 0 nor 1; TypeError for a mask
 * that is no ByteTensor.
 */
export interface Masks {
  /** A copy of the elements of x where `mask` is 1, in row-major order: 1-D, empty when there are none. */
  maskedSelect: Makes<[x: Tensor, mask: Tensor]>;
  /** Writes `value` where `mask` is 1. In place. */
  maskedFill: Changes<[mask: Tensor, value: number]>;
  /**
   * Writes the elements of `source`, of x's type, one after the other where `mask` is 1. In place.
   *
   * @throws RangeError when `source` has fewer elements than `mask` has ones.
   */
  maskedCopy: Changes<[mask: Tensor, source: Tensor]>;
  /** The indices of the elements that are not 0: one row each, one column a dimension (n × dim, Long), empty when there are none. */
  nonzero: Makes<[x: Tensor], [], [indices: Tensor]>;
}

/** The places of the ones, among the elements of x in row-major order. */
function placesOf(name: string, x: Tensor, mask: unknown): number[] {
  const ones = tensorOf(name, mask);
  if (ones.elementType.name !== 'Byte') {
    throw new TypeError(`torch.${name}: expected a ByteTensor for the mask, got ${ones.describe()}`);
  }
  if (ones.nElement() !== x.nElement()) {
    throw new RangeError(`torch.${name}: expected a mask of ${x.nElement()} elements, got ${ones.describe()}`);
  }
  const { _storage, _offset } = ones.contiguous();
  const places: number[] = [];
  for (let i = 0; i < x.nElement(); i++) {
    const one = _storage.data[_offset + i];
    if (one > 1) throw new RangeError(`torch.${name}: expected zeros and ones in the mask, got ${one}`);
    if (one === 1) places.push(i);
  }
  return places;
}

export const masks: Masks = {
  maskedSelect: {
    results: ['same'],
    operands: 2,
    compute([result], x, mask) {
      const places = placesOf('maskedSelect', x, mask);
      const { _storage, _offset } = x.contiguous();
      writeInto(result, [places.length], ({ _storage: { bits: to }, _offset: start }) => {
        for (let i = 0; i < places.length; i++) to[start + i] = _storage.bits[_offset + places[i]];
      });
    },
  },
  maskedFill: {
    change(x, mask, value) {
      const places = placesOf('maskedFill', x, mask);
      const [element] = new Storage(x.elementType, [numberOf('maskedFill', value)]).bits;
      changeElements(x, ({ _storage: { bits }, _offset: start }) => {
        for (const place of places) bits[start + place] = element;
      });
    },
  },
  maskedCopy: {
    change(x, mask, source) {
      const places = placesOf('maskedCopy', x, mask);
      checkType('maskedCopy', x, tensorOf('maskedCopy', source));
      if (source.nElement() < places.length) {
        const expected = `a source of ${places.length} elements or more, one for each 1 of the mask`;
        throw new RangeError(`torch.maskedCopy: expected ${expected}, got ${source.describe()}`);
      }
      const { _storage, _offset } = apart(source, x).contiguous();
      changeElements(x, ({ _storage: { bits }, _offset: start }) => {
        for (let i = 0; i < places.length; i++) bits[start + places[i]] = _storage.bits[_offset + i];
      });
    },
  },
  nonzero: {
    results: ['Long'],
    operands: 1,
    compute([indices], x) {
      const { _storage, _offset, _size } = x.contiguous().double();
      const places: number[] = [];
      for (let i = 0; i < x.nElement(); i++) if (_storage.data[_offset + i] !== 0) places.push(i);
      const n = places.length;
      writeInto(indices, [n, _size.length], ({ _storage: { data: to }, _offset: start }) => {
        for (let i = 0; i < n; i++) {
          let rest = places[i];
          for (let d = _size.length - 1; d >= 0; d--) {
            to[start + i * _size.length + d] = rest % _size[d];
            rest = Math.floor(rest / _size[d]);
          }
        }
      });
    },
  },
};
