/** @file Tensors: the class with all its families of functions, storages, and the `torch` namespace. */
import { access } from './access.js';
import { methodsOf } from './calls.js';
import { constructing } from './constructors.js';
import { conversions } from './conversions.js';
import { families } from './families.js';
import { printing } from './printing.js';
import { Tensor } from './tensor.js';

const own = [access, constructing, conversions, printing];
for (const family of [...own, methodsOf(families)]) {
  for (const [name, value] of Object.entries(family)) {
    Object.defineProperty(Tensor.prototype, name, { value, writable: true, configurable: true });
  }
}

export { gemm, gemv, vector } from './blas.js';
export { general } from './general.js';
export { Generator } from './generator.js';
export type { GeneratorState } from './generator-state.js';
export { bitsOfHalf, halfOfBits } from './half.js';
export type { NestedNumbers } from './nested.js';
export { generator } from './random.js';
export { Storage } from './storage.js';
export { Tensor } from './tensor.js';
export { Timer } from './timer.js';
export { torch } from './torch.js';
export { type ElementType, elementType, elementTypes, type TypedArray, type TypeName } from './types.js';
