/** @file Examples of table layers: constructor arguments, and inputs of every shape that a class treats apart. */
import { nn } from '../../../../lib/nn.js';
import { torch } from '../../../../lib/tensor/index.js';
import { at, type Examples } from './making.js';

const { rand, randn } = torch;

export const tables: Examples = {
  CAddTable: () => at(new nn.CAddTable(), [randn(3, 4), randn(3, 4), randn(3, 4)]),
  CAddTensorTable: () => at(new nn.CAddTensorTable(), [randn(2, 3), [randn(2, 3), randn(2, 3)]]),
  CDivTable: () => at(new nn.CDivTable(), [randn(2, 3), rand(2, 3).add(0.5)]),
  CMaxTable: () => at(new nn.CMaxTable(), [randn(2, 3), randn(2, 3), randn(2, 3)]),
  CMinTable: () => at(new nn.CMinTable(), [randn(2, 3), randn(2, 3), randn(2, 3)]),
  CMulTable: () => at(new nn.CMulTable(), [randn(3, 4), randn(3, 4), randn(3, 4)]),
  CSubTable: () => at(new nn.CSubTable(), [randn(2, 3), randn(2, 3)]),
  FlattenTable: () => at(new nn.FlattenTable(), [randn(3), [randn(2), [randn(4)]], randn(2)]),
  JoinTable: () => [
    ...at(new nn.JoinTable(1), [randn(3, 2), randn(3, 4)]),
    ...at(new nn.JoinTable(0, 1), [randn(3, 2), randn(3, 4)]),
  ],
  MixtureTable: () => [
    ...at(new nn.MixtureTable(), [rand(2, 3), [randn(2, 4), randn(2, 4), randn(2, 4)]], [rand(2, 3), randn(2, 3, 4)]),
    ...at(new nn.MixtureTable(), [rand(3), [randn(4), randn(4), randn(4)]], [rand(3), randn(3, 4)]),
    ...at(new nn.MixtureTable(2), [rand(2, 3), randn(2, 4, 3, 2)]),
  ],
  NarrowTable: () => [
    ...at(new nn.NarrowTable(1, 2), [randn(3), [randn(2), randn(4)], randn(2), randn(1)]),
    ...at(new nn.NarrowTable(1, -1), [randn(3), randn(2)]),
  ],
  SelectTable: () => at(new nn.SelectTable(1), [randn(3), randn(2, 2), randn(4)]),
  SplitTable: () => at(new nn.SplitTable(1), randn(3, 4)),
  ZipTable: () =>
    at(new nn.ZipTable(), [
      [randn(3), randn(2)],
      [randn(2), randn(1)],
    ]),
  ZipTableOneToMany: () => at(new nn.ZipTableOneToMany(), [randn(3), [randn(2), randn(1)]]),
};
