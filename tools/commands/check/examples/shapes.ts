/** @file Examples of layers that move elements: constructor arguments, and inputs of every shape that a class treats apart. */
import { nn } from '../../../../lib/nn.js';
import { torch } from '../../../../lib/tensor/index.js';
import { at, type Examples, labels } from './making.js';

const { randn } = torch;

export const shapes: Examples = {
  Collapse: () => at(new nn.Collapse(2), randn(3, 4, 2), randn(4, 2)),
  Constant: () => [...at(new nn.Constant(randn(2, 3), 1), randn(4, 5)), ...at(new nn.Constant(2), randn(5))],
  Contiguous: () => at(new nn.Contiguous(), randn(3, 4), randn(3, 4).t()),
  Convert: () => [
    ...at(new nn.Convert('bchw', 'chwb'), randn(2, 3, 2, 2), randn(3, 2, 2)),
    ...at(new nn.Convert('bchw', 'bf'), randn(2, 3, 2, 2)),
  ],
  Copy: () => [...at(new nn.Copy(), randn(3, 4)), ...at(new nn.Copy(undefined, undefined, true), randn(3, 4))],
  Identity: () => at(new nn.Identity(), randn(3, 4), [randn(2), randn(3)]),
  Index: () => at(new nn.Index(0), [randn(4, 3), labels(3, 1, 3)]),
  MaskedSelect: () =>
    at(new nn.MaskedSelect(), [
      randn(2, 3),
      torch.ByteTensor([
        [1, 0, 1],
        [0, 0, 1],
      ]),
    ]),
  Max: () => [
    ...at(new nn.Max(1), randn(3, 4)),
    ...at(new nn.Max(0, 2), randn(2, 3, 4)),
    ...at(new nn.Max(), randn(4)),
  ],
  Mean: () => [...at(new nn.Mean(), randn(3, 4)), ...at(new nn.Mean(0, 2), randn(2, 3, 4))],
  Min: () => [...at(new nn.Min(1), randn(3, 4)), ...at(new nn.Min(-1), randn(2, 3, 4))],
  Narrow: () => [...at(new nn.Narrow(0, 1, 2), randn(4, 3)), ...at(new nn.Narrow(1, 1, -2), randn(3, 5))],
  OneHot: () => at(new nn.OneHot(4), labels(3, 0, 2)),
  Padding: () => [
    ...at(new nn.Padding(1, 2, undefined, 0.5), randn(2, 3)),
    ...at(new nn.Padding(0, -2, 2, 7, 1), randn(2, 3, 4), randn(3, 4)),
  ],
  PixelShuffle: () => at(new nn.PixelShuffle(2), randn(2, 8, 2, 3), randn(4, 1, 2)),
  Replicate: () => [...at(new nn.Replicate(3, 1), randn(2, 4)), ...at(new nn.Replicate(3, 0, 1), randn(2, 4))],
  Reshape: () => [...at(new nn.Reshape(2, 2), randn(3, 4)), ...at(new nn.Reshape(4, false), randn(2, 2))],
  Select: () => [...at(new nn.Select(0, 1), randn(4, 3), randn(4)), ...at(new nn.Select(-1, -1), randn(3, 4))],
  Squeeze: () => [...at(new nn.Squeeze(), randn(2, 1, 3, 1)), ...at(new nn.Squeeze(1, 3), randn(2, 2, 1, 3))],
  Sum: () => [
    ...at(new nn.Sum(1), randn(3, 4), randn(2, 3, 4)),
    ...at(new nn.Sum(0, 1, true), randn(3, 4)),
    ...at(new nn.Sum(0, undefined, false, false), randn(3, 4), randn(4)),
  ],
  Transpose: () => at(new nn.Transpose([0, 2], [0, 1]), randn(2, 3, 4)),
  Unsqueeze: () => [...at(new nn.Unsqueeze(0), randn(2, 3)), ...at(new nn.Unsqueeze(-1, 1), randn(2, 3))],
  View: () => at(new nn.View(2, 2), randn(3, 4)),
};
