/** @file Examples of transfer functions: constructor arguments, and inputs of every shape that a class treats apart. */
import { nn } from '../../../../lib/nn.js';
import { torch } from '../../../../lib/tensor/index.js';
import { at, type Examples, offZero, table } from './making.js';

const { randn } = torch;

export const transfer: Examples = {
  Dropout: () => [...at(new nn.Dropout(0.4), randn(3, 4)), ...at(new nn.Dropout(0.4, true).evaluate(), randn(5))],
  LogSoftMax: () => at(new nn.LogSoftMax(), randn(3, 4), randn(4), randn(2, 3, 2, 2)),
  ReLU: () => at(new nn.ReLU(), offZero(3, 4)),
  Sigmoid: () => at(new nn.Sigmoid(), randn(3, 4), table(-700, -1, 0, 1, 700)),
  SoftMax: () => at(new nn.SoftMax(), randn(3, 4), randn(4), randn(2, 3, 2, 2)),
  SoftPlus: () => [...at(new nn.SoftPlus(), randn(3, 4)), ...at(new nn.SoftPlus(2), randn(5))],
  Tanh: () => at(new nn.Tanh(), randn(3, 4), table(-700, -1, 0, 1, 700)),
  Threshold: () => at(new nn.Threshold(0, -0.5), offZero(3, 4)),
};
