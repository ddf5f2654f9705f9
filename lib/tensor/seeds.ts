/** @file Seeds and states of generators: of the one that stands first among the operands, else of the common one. */
import { type Callable, callable } from './callable.js';
import { Generator } from './generator.js';
import { bytesOf, stateOf } from './generator-state.js';
import { kindOf, numberOf } from './operands.js';
import { drawnFrom } from './random.js';
import { Storage } from './storage.js';
import { Tensor } from './tensor.js';

export interface Seeds {
  /** `torch.Generator()` is a stream of random numbers of its own, seeded from entropy. */
  Generator: Callable<typeof Generator>;
  /** Starts the stream of a seed. */
  manualSeed(...operands: [seed: number] | [gen: Generator, seed: number]): void;
  /** Seeds from entropy, and returns the seed. */
  seed(gen?: Generator): number;
  /** The seed of the last `manualSeed` or `seed`. */
  initialSeed(gen?: Generator): number;
  /** Where the stream stands, in the bytes of Torch's own record: a ByteTensor, which may be given. */
  getRNGState(...operands: [result?: Tensor] | [gen: Generator, result?: Tensor]): Tensor;
  /** Continues from what `getRNGState` gave, and returns it. RangeError, and no change, if it is not a state. */
  setRNGState(...operands: [state: Tensor] | [gen: Generator, state: Tensor]): Tensor;
}

function bytesIn(name: string, x: unknown): Tensor {
  if (x instanceof Tensor && x.elementType.name === 'Byte') return x;
  throw new TypeError(`torch.${name}: expected a ByteTensor, got ${kindOf(x)}`);
}

export const seeds: Seeds = {
  ...callable({ Generator }),
  manualSeed(...operands) {
    const [g, [seed]] = drawnFrom(operands);
    g.manualSeed(numberOf('manualSeed', seed));
  },
  seed: (...operands) => drawnFrom(operands)[0].seed(),
  initialSeed: (...operands) => drawnFrom(operands)[0].initialSeed(),
  getRNGState(...operands) {
    const [g, [given = Tensor.zeros('Byte', [])]] = drawnFrom(operands);
    const result = bytesIn('getRNGState', given);
    const state = new Storage('Byte', bytesOf(g.getRNGState()));
    return result.resize(state.size()).copy(new Tensor(state, 0, [state.size()]));
  },
  setRNGState(...operands) {
    const [g, [given]] = drawnFrom(operands);
    const state = bytesIn('setRNGState', given);
    g.setRNGState(stateOf(Uint8Array.from(state.toArray())));
    return state;
  },
};
