/** @file Every class: nanoseconds an element of its four passes, on its first example made large. */
import type { Activation } from '../../lib/nn/activation.js';
import type { Target } from '../../lib/nn/criterion.js';
import { Tensor, torch } from '../../lib/tensor/index.js';
import { type Example, examples } from '../commands/check/examples/index.js';
import { shortest } from './measure.js';
import { type Passes, ratioOf, reasonFor } from './reasons.js';

const [rows, columns] = [64, 1024];
const elements = rows * columns;

export interface ModuleRow {
  name: string;
  shape: string;
  /** Nanoseconds an element of the input or of the output, whichever has more: forward, backward, and their images. */
  passes: Passes;
}

/** Elements of x at random, in another size. */
function drawn(x: Tensor, ...size: number[]): Tensor {
  const index = torch.rand(...size).mul(x.nElement());
  const flat = x.contiguous().view(-1);
  return index.apply((i) => flat.get(Math.floor(i)) as number).type(x.elementType.name);
}

/** As many copies of x side by side along a dimension. */
function repeated<T extends Target | Activation>(x: T, dimension: number, times: number): T {
  if (Array.isArray(x)) return x.map((part) => repeated(part, dimension, times)) as T;
  if (!(x instanceof Tensor) || x.dim() === 0) return x;
  const d = dimension < 0 ? x.dim() + dimension : dimension;
  return x.repeatTensor(...x._size.map((_, k) => (k === d ? times : 1))) as T;
}

function count(x: Activation | Target): number {
  if (Array.isArray(x)) return (x as Activation[]).reduce((sum: number, part) => sum + count(part), 0);
  return x instanceof Tensor ? x.nElement() : 0;
}

function randomLike(x: Activation): Activation {
  return Array.isArray(x) ? x.map(randomLike) : torch.randn(...x._size);
}

function sizes(x: Activation): string {
  return Array.isArray(x) ? `{${x.map(sizes).join(', ')}}` : x._size.join('×');
}

/** What an example may be grown to; last, what is accepted for certain. */
function* grown({ input }: Example): Generator<(x: Activation | Target) => Activation | Target> {
  const times = Math.max(1, Math.round(elements / Math.max(1, count(input))));
  if (input instanceof Tensor && input.dim() === 2) {
    yield (x) => (x instanceof Tensor && x.dim() === 2 ? drawn(x, rows, columns) : repeated(x, 0, Math.ceil(rows / 3)));
  }
  yield (x) => repeated(x, 0, times);
  yield (x) => repeated(x, -1, times);
  yield (x) => x;
}

/** The passes of an example over such an input, all of which have run. @throws what the class throws that refuses it. */
export function passesOf(
  example: Example,
  grow: (x: Activation | Target) => Activation | Target,
): [(() => void)[], Activation] {
  const x = grow(example.input) as Activation;
  if ('module' in example) {
    const { module } = example;
    const y = module.forward(x);
    const [gy, rgy, rx] = [randomLike(y), randomLike(y), randomLike(x)];
    const passes = [
      () => module.forward(x),
      () => module.backward(x, gy),
      () => module.rForward(x, rx),
      () => module.rBackward(x, rx, gy, rgy),
    ];
    for (const pass of passes) pass();
    return [passes, count(y) > count(x) ? y : x];
  }
  const { criterion } = example;
  const t = grow(example.target as Target) as Target;
  const rx = randomLike(x);
  const passes = [
    () => criterion.forward(x, t),
    () => criterion.backward(x, t),
    () => criterion.rForward(x, rx, t),
    () => criterion.rBackward(x, rx, t),
  ];
  for (const pass of passes) pass();
  return [passes, x];
}

/** The passes of an example in the first size that its class accepts. */
export function rowOf(name: string, example: Example): ModuleRow {
  let refusal: unknown;
  for (const grow of grown(example)) {
    try {
      const [passes, larger] = passesOf(example, grow);
      const times = shortest(passes, 7, 2).map((ms) => (ms * 1e6) / count(larger));
      return { name, shape: sizes(larger), passes: times as unknown as Passes };
    } catch (error) {
      refusal = error;
    }
  }
  throw refusal;
}

/** Classes that print at every pass. */
const printing = ['PrintSize', 'Profile'];

/** A row for each class of the registry that has an example. */
export function moduleRows(): ModuleRow[] {
  const quiet = [...examples].filter(([name]) => !printing.includes(name));
  return quiet.map(([name, make]) => {
    torch.manualSeed(1);
    return rowOf(name, make()[0]);
  });
}

export function printModules(rows: readonly ModuleRow[]): void {
  const figure = (x: number): string => x.toPrecision(3).padStart(9);
  console.log('ns an element                    forward  backward  rForward rBackward  R/forward  shape');
  for (const { name, shape, passes } of rows) {
    const ratio = ratioOf(passes).toFixed(1).padStart(9);
    const line = `${name.padEnd(30)} ${passes.map(figure).join(' ')}  ${ratio}  ${shape.padEnd(14)}`;
    console.log(`${line}  ${reasonFor(name, passes)}`.trimEnd());
  }
}
