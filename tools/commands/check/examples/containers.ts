/** @file Examples of containers: constructor arguments, and inputs of every shape that a class treats apart. */
import { nn } from '../../../../lib/nn.js';
import { torch } from '../../../../lib/tensor/index.js';
import { at, type Examples, except, noGradient, small, twoLayers } from './making.js';

const { randn } = torch;

export const containers: Examples = {
  Concat: () => at(new nn.Concat(1).add(small(4, 2)).add(small(4, 3)), randn(3, 4)),
  Bottle: () => [...at(new nn.Bottle(small(4, 3)), randn(2, 3, 4), randn(3, 4))],
  ConcatTable: () => at(new nn.ConcatTable().add(small(4, 2)).add(small(4, 3)), randn(3, 4)),
  Decorator: () => at(new nn.Decorator(small(4, 3)), randn(2, 4)),
  DepthConcat: () => [
    ...at(new nn.DepthConcat(0).add(new nn.Identity()).add(new nn.Narrow(1, 0, 2)), randn(2, 5, 3)),
    ...at(new nn.DepthConcat(1).add(new nn.Tanh()).add(new nn.Narrow(2, 0, 2)), randn(2, 3, 5)),
  ],
  DontCast: () => [
    except(['type'], new nn.DontCast(small(4, 3)), randn(2, 4)),
    except(['type'], new nn.DontCast(small(4, 3), true), randn(2, 4)),
  ],
  GPU: () => at(new nn.GPU(small(4, 3), 1), randn(2, 4)),
  MapTable: () => [
    ...at(new nn.MapTable(small(4, 3)), [randn(3, 4), randn(4), randn(2, 4)]),
    ...at(new nn.MapTable(small(4, 3), false), [randn(3, 4), randn(4)]),
  ],
  NaN: () => at(new nn.NaN(small(4, 3)), randn(2, 4)),
  Parallel: () => [
    ...at(new nn.Parallel(0, 1).add(small(4, 2)).add(small(4, 3)), randn(2, 3, 4)),
    ...at(new nn.Parallel(1, 1).add(small(4, 2)).add(small(4, 3)), randn(3, 2, 4)),
  ],
  ParallelTable: () => at(new nn.ParallelTable().add(small(4, 2)).add(small(3, 3)), [randn(3, 4), randn(3, 3)]),
  PrintSize: () => at(new nn.PrintSize(), randn(3, 4), [randn(2), randn(3)]),
  Profile: () => at(new nn.Profile(small(4, 3)), randn(2, 4)),
  Sequential: () => at(twoLayers(), randn(5, 4), randn(4)),
  WeightNorm: () => [
    ...at(new nn.WeightNorm(new nn.Linear(4, 3)), randn(2, 4)),
    ...at(new nn.WeightNorm(new nn.Linear(4, 3, false), 1), randn(2, 4), randn(4)),
  ],
  ZeroGrad: () => [
    except(noGradient, new nn.ZeroGrad(), randn(3, 4)),
    except(noGradient, new nn.ZeroGrad(), [randn(2), randn(3)]),
  ],
};
