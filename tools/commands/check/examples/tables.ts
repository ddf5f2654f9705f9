/** @file Examples of table layers: constructor arguments, and inputs of every shape that a class treats apart. */
import { nn } from '../../../../lib/nn.js';
import { torch } from '../../../../lib/tensor/index.js';
import { at, type Examples } from './making.js';

const { randn } = torch;

export const tables: Examples = {
  CAddTable: () => at(new nn.CAddTable(), [randn(3, 4), randn(3, 4), randn(3, 4)]),
  CMulTable: () => at(new nn.CMulTable(), [randn(3, 4), randn(3, 4), randn(3, 4)]),
  JoinTable: () => [
    ...at(new nn.JoinTable(1), [randn(3, 2), randn(3, 4)]),
    ...at(new nn.JoinTable(0, 1), [randn(3, 2), randn(3, 4)]),
  ],
  SelectTable: () => at(new nn.SelectTable(1), [randn(3), randn(2, 2), randn(4)]),
  SplitTable: () => at(new nn.SplitTable(1), randn(3, 4)),
};
