/** @file Examples of containers: constructor arguments, and inputs of every shape that a class treats apart. */
import { nn } from '../../../../lib/nn.js';
import { torch } from '../../../../lib/tensor/index.js';
import { at, type Examples, small, twoLayers } from './making.js';

const { randn } = torch;

export const containers: Examples = {
  Concat: () => at(new nn.Concat(1).add(small(4, 2)).add(small(4, 3)), randn(3, 4)),
  ConcatTable: () => at(new nn.ConcatTable().add(small(4, 2)).add(small(4, 3)), randn(3, 4)),
  ParallelTable: () => at(new nn.ParallelTable().add(small(4, 2)).add(small(3, 3)), [randn(3, 4), randn(3, 3)]),
  Sequential: () => at(twoLayers(), randn(5, 4), randn(4)),
};
