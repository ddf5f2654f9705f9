/** @file Tables of connections between planes: rows of a plane of the input and a plane of the output. */
import { type Tensor, torch } from '../tensor/index.js';
import { checkNumbers, count } from './numbers.js';

/** Connections of every plane of the input with every plane of the output. */
export function full(nin: number, nout: number): Tensor {
  checkNumbers('nn.tables.full', { nin, nout }, count);
  return torch.Tensor(Array.from({ length: nin * nout }, (_, t) => [t % nin, Math.floor(t / nin)]));
}

/** Connections of each plane with its like. */
export function oneToOne(n: number): Tensor {
  checkNumbers('nn.tables.oneToOne', { n }, count);
  return torch.Tensor(Array.from({ length: n }, (_, t) => [t, t]));
}

/**
 * Connections of each plane of the output with `nto` planes of the input: the next ones of a random order, of which there is a new one when
 * fewer than `nto` are left.
 */
export function random(nin: number, nout: number, nto: number): Tensor {
  checkNumbers('nn.tables.random', { nin, nout, nto }, count);
  if (nto > nin) throw new RangeError(`nn.tables.random: expected at most ${nin} connections for a plane, got ${nto}`);
  const rows: number[][] = [];
  let order = torch.randperm(nin).toArray();
  let next = 0;
  for (let to = 0; to < nout; to++) {
    for (const from of order.slice(next, next + nto)) rows.push([from, to]);
    next += nto;
    if (next + nto <= nin) continue;
    order = torch.randperm(nin).toArray();
    next = 0;
  }
  return torch.Tensor(rows);
}
