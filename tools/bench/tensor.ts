/** @file Operations on a million elements against plain loops over typed arrays, and the making of views. */
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { shortest } from './measure.js';

const side = 1000;
const n = side * side;

export interface TensorRow {
  operation: string;
  /** Nanoseconds an element; of views, nanoseconds each. */
  ns: number;
  /** The same of a plain loop; of views, there is none. */
  plainNs?: number;
  /** What `ns` is at most meant to be: so many times the plain loop, or nanoseconds. */
  goal: number;
  met: boolean;
}

interface Task {
  operation: string;
  ours: () => unknown;
  plain: () => unknown;
  goal: number;
}

const array = (x: Tensor): Float64Array => x.storage().data as Float64Array;

function addLoop(x: Float64Array, y: Float64Array): void {
  for (let i = 0; i < n; i++) x[i] += y[i];
}
function cmulLoop(x: Float64Array, y: Float64Array): void {
  for (let i = 0; i < n; i++) x[i] *= y[i];
}
function sumLoop(x: Float64Array): number {
  let total = 0;
  for (let i = 0; i < n; i++) total += x[i];
  return total;
}
function transposeLoop(x: Float64Array, y: Float64Array): void {
  for (let i = 0; i < side; i++) for (let j = 0; j < side; j++) x[i * side + j] = y[j * side + i];
}
function rowsLoop(x: Float64Array, y: Float64Array, rows: Float64Array): void {
  for (let k = 0; k < side; k++) for (let j = 0; j < side; j++) x[k * side + j] = y[rows[k] * side + j];
}
function elementsLoop(x: Float64Array, y: Float64Array, places: Float64Array): void {
  for (let k = 0; k < n; k++) x[k] = y[places[k]];
}

/** What a plain loop does on contiguous elements, and the same on strided ones, which may take four times as long. */
function tasks(): Task[] {
  torch.manualSeed(1);
  const [x, y, result] = [torch.randn(side, side), torch.randn(side, side), torch.Tensor(side, side)];
  const ones = torch.ones(side, side);
  const [a, b, c, one] = [x, y, result, ones].map(array);
  const [rows, places] = [torch.randperm(side).long(), torch.randperm(n).long()];
  const [order, chosen, flat] = [torch.LongTensor(n), torch.Tensor(n), x.view(n)];
  const sorted = new Float64Array(n);
  const add = (): void => addLoop(a, b);
  const cmul = (): void => cmulLoop(a, one);
  const sum = (): number => sumLoop(a);
  return [
    { operation: 'add', ours: () => x.add(y), plain: add, goal: 1.3 },
    { operation: 'add of a transposed', ours: () => x.add(y.t()), plain: add, goal: 4 },
    { operation: 'cmul', ours: () => x.cmul(ones), plain: cmul, goal: 1.3 },
    { operation: 'cmul of a transposed', ours: () => x.cmul(ones.t()), plain: cmul, goal: 4 },
    { operation: 'sum', ours: () => x.sum(), plain: sum, goal: 1.3 },
    { operation: 'sum of a transposed', ours: () => x.t().sum(), plain: sum, goal: 4 },
    { operation: 'copy of a transposed', ours: () => result.copy(x.t()), plain: () => transposeLoop(c, a), goal: 1.3 },
    {
      operation: 'index of rows',
      ours: () => result.index(x, 0, rows),
      plain: () => rowsLoop(c, a, array(rows)),
      goal: 1.3,
    },
    {
      // One element here and one there: strided, if anything is.
      operation: 'index of elements',
      ours: () => chosen.index(flat, 0, places),
      plain: () => elementsLoop(array(chosen), a, array(places)),
      goal: 4,
    },
    {
      // Without indices, which ours finds too.
      operation: 'sort',
      ours: () => torch.sort(chosen, order, flat),
      plain: () => sorted.set(a) === undefined && sorted.sort(),
      goal: 1.3,
    },
  ];
}

const viewGoal = 250;

function views(): Record<string, () => unknown> {
  const x = torch.Tensor(10, 20, 30);
  const matrix = torch.Tensor(10, 20);
  return {
    narrow: () => x.narrow(1, 2, 3),
    select: () => x.select(1, 2),
    t: () => matrix.t(),
    view: () => x.view(100, 60),
    'get of ranges': () => x.get([0, 1], [], 2),
  };
}

export function tensorRows(): TensorRow[] {
  const rows = tasks().map(({ operation, ours, plain, goal }): TensorRow => {
    const [ns, plainNs] = shortest([ours, plain], 25, 3).map((milliseconds) => (milliseconds * 1e6) / n);
    return { operation, ns, plainNs, goal, met: ns <= goal * plainNs };
  });
  const made = Object.entries(views());
  const times = shortest(
    made.map(([, view]) => view),
    25,
    3,
  );
  const viewRows = made.map(([name], i): TensorRow => {
    const ns = times[i] * 1e6;
    return { operation: `a view: ${name}`, ns, goal: viewGoal, met: ns <= viewGoal };
  });
  return [...rows, ...viewRows];
}

export function printTensor(rows: readonly TensorRow[]): void {
  console.log('operation               ns/element  plain loop     ×   goal');
  for (const { operation, ns, plainNs, goal, met } of rows) {
    const ratio = plainNs === undefined ? '' : (ns / plainNs).toFixed(2);
    const plain = plainNs === undefined ? '' : plainNs.toFixed(2);
    const most = plainNs === undefined ? `${goal} ns` : `${goal} ×`;
    const columns = [
      operation.padEnd(24),
      ns.toFixed(2).padStart(9),
      plain.padStart(11),
      ratio.padStart(6),
      most.padStart(7),
    ];
    console.log(`${columns.join(' ')}${met ? '' : '  missed'}`);
  }
}
