/** @file The `torch` namespace: constructors, functions that return a new tensor, and the default generator. */
import type { NdArray } from 'ndarray';
import { setThreads, threadsInUse } from '../kernels/index.js';
import { type Functions, functionsOf } from './calls.js';
import { type Constructors, constructors } from './constructors.js';
import { type Families, families } from './families.js';
import type { NestedNumbers } from './nested.js';
import { tensorOf } from './operands.js';
import { seeds } from './seeds.js';
import { Storage } from './storage.js';
import { Tensor } from './tensor.js';
import { Timer } from './timer.js';
import { defaultType, elementType, elementTypes, setDefaultType, type TypedArray } from './types.js';

const own = {
  /** The type that `torch.Tensor`, `torch.Storage`, `zeros`, `rand`, … have from now on. */
  setdefaulttensortype(name: string): void {
    setDefaultType(elementType(name));
  },
  getdefaulttensortype(): string {
    return `torch.${defaultType.name}Tensor`;
  },
  /** The name of x's class in Torch: `torch.DoubleTensor`, `torch.LongStorage`, `nn.Linear`, …; undefined where it has none. */
  typename(x: unknown): string | undefined {
    if (x instanceof Tensor || x instanceof Storage) return x.type();
    if (typeof x !== 'object' || x === null || !('typename' in x)) return undefined;
    return typeof x.typename === 'string' ? x.typename : undefined;
  },
  /** As `typename`; of what has no class in Torch, JavaScript's typeof. */
  type(x: unknown): string {
    return own.typename(x) ?? typeof x;
  },
  isTensor(x: unknown): x is Tensor {
    return x instanceof Tensor;
  },
  numel: (x: Tensor): number => tensorOf('numel', x).nElement(),
  /** The values of a tensor, nested, or of a storage. */
  totable: (x: Tensor | Storage): NestedNumbers => x.totable(),
  isStorage(x: unknown): x is Storage {
    return x instanceof Storage;
  },
  /**
   * The memory of an ndarray as a tensor, without a copy; strides may be negative. An ndarray without dimensions holds one
   * element, and becomes a tensor of one.
   */
  fromNdarray(array: NdArray<TypedArray>): Tensor {
    const type = Object.values(elementTypes).find((t) => t.holds(array.data));
    if (!type) {
      throw new TypeError(
        `torch.fromNdarray: expected an ndarray of an array that a tensor type holds, got ${array.dtype}`,
      );
    }
    const storage = new Storage(type, array.data);
    if (array.size === 0) return new Tensor(storage);
    if (array.shape.length === 0) return new Tensor(storage, array.offset, [1]);
    return new Tensor(storage, array.offset, array.shape, array.stride);
  },

  /** A timer that runs from now on. */
  Timer: (): Timer => new Timer(),
  /** Asks for n threads, of a native BLAS or else of WASM; getnumthreads is how many compute. */
  setnumthreads: (n: number): void => setThreads(n),
  getnumthreads: (): number => threadsInUse().count,
};

type Torch = typeof own & typeof seeds & Functions<Families> & Constructors;

/** Torch's namespace: `torch.randn(2, 3)`, `torch.add(x, y)`, `torch.DoubleTensor(4)`, … */
export const torch: Torch = { ...own, ...seeds, ...functionsOf(families), ...constructors };
