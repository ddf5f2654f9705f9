/** @file Examples of layers that move elements: constructor arguments, and inputs of every shape that a class treats apart. */
import { nn } from '../../../../lib/nn.js';
import { torch } from '../../../../lib/tensor/index.js';
import { at, type Examples } from './making.js';

const { randn } = torch;

export const shapes: Examples = {
  Identity: () => at(new nn.Identity(), randn(3, 4), [randn(2), randn(3)]),
  Max: () => [
    ...at(new nn.Max(1), randn(3, 4)),
    ...at(new nn.Max(0, 2), randn(2, 3, 4)),
    ...at(new nn.Max(), randn(4)),
  ],
  Min: () => [...at(new nn.Min(1), randn(3, 4)), ...at(new nn.Min(-1), randn(2, 3, 4))],
  Reshape: () => [...at(new nn.Reshape(2, 2), randn(3, 4)), ...at(new nn.Reshape(4, false), randn(2, 2))],
  View: () => at(new nn.View(2, 2), randn(3, 4)),
};
