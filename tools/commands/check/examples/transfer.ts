/** @file Examples of transfer functions: constructor arguments, and inputs of every shape that a class treats apart. */
import { nn } from '../../../../lib/nn.js';
import { type Tensor, torch } from '../../../../lib/tensor/index.js';
import { at, type Examples, except, noGradient, offZero, table } from './making.js';

const { rand, randn } = torch;
/** Above 0 by more than the differences reach. */
const positive = (...size: number[]): Tensor => rand(...size).add(0.5);
const ends = (): Tensor => table(-700, -1, 0, 1, 700);

export const transfer: Examples = {
  Abs: () => at(new nn.Abs(), offZero(3, 4)),
  AddConstant: () => [
    ...at(new nn.AddConstant(2), randn(3, 4)),
    ...at(new nn.AddConstant(table(1, 2, 3, 4)), randn(3, 4), randn(4)),
  ],
  Clamp: () => at(new nn.Clamp(-0.1, 0.1), offZero(3, 4)),
  CReLU: () => at(new nn.CReLU(3), offZero(2, 3, 2, 2), offZero(3, 2, 2)),
  Dropout: () => [...at(new nn.Dropout(0.4), randn(3, 4)), ...at(new nn.Dropout(0.4, true).evaluate(), randn(5))],
  ELU: () => at(new nn.ELU(0.7), offZero(3, 4)),
  Exp: () => at(new nn.Exp(), randn(3, 4)),
  GatedLinearUnit: () => [...at(new nn.GatedLinearUnit(), randn(3, 4)), ...at(new nn.GatedLinearUnit(0), randn(4, 3))],
  // With λ = −1 backward is the gradient of forward; with any other it is not meant to be.
  GradientReversal: () => [
    ...at(new nn.GradientReversal(-1), randn(3, 4)),
    except(noGradient, new nn.GradientReversal(), randn(3, 4)),
  ],
  HardShrink: () => at(new nn.HardShrink(0.1), offZero(3, 4)),
  HardTanh: () => [...at(new nn.HardTanh(), table(-2, -0.5, 0.5, 2)), ...at(new nn.HardTanh(-0.1, 0.1), offZero(3, 4))],
  LeakyReLU: () => at(new nn.LeakyReLU(0.2), offZero(3, 4)),
  Log: () => at(new nn.Log(), positive(3, 4)),
  LogSigmoid: () => at(new nn.LogSigmoid(), randn(3, 4), ends()),
  LogSoftMax: () => at(new nn.LogSoftMax(), randn(3, 4), randn(4), randn(2, 3, 2, 2)),
  Maxout: () => [
    ...at(new nn.Maxout(4, 3, 2), randn(5, 4), randn(4)),
    ...at(new nn.Maxout(4, 3, 2, new nn.Dropout()), randn(5, 4)),
  ],
  MulConstant: () => at(new nn.MulConstant(-2.5), randn(3, 4)),
  Power: () => [...at(new nn.Power(3), randn(3, 4)), ...at(new nn.Power(0.7), positive(3, 4))],
  PReLU: () => [...at(new nn.PReLU(), offZero(3, 4)), ...at(new nn.PReLU(3), offZero(2, 3, 2, 2), offZero(3))],
  ReLU: () => at(new nn.ReLU(), offZero(3, 4)),
  ReLU6: () => at(new nn.ReLU6(), table(-1, 2, 5, 7)),
  RReLU: () => [...at(new nn.RReLU(), offZero(3, 4)), ...at(new nn.RReLU().evaluate(), offZero(5))],
  Sigmoid: () => at(new nn.Sigmoid(), randn(3, 4), ends()),
  SoftMax: () => at(new nn.SoftMax(), randn(3, 4), randn(4), randn(2, 3, 2, 2)),
  SoftMin: () => at(new nn.SoftMin(), randn(3, 4), randn(4), randn(2, 3, 2, 2)),
  SoftPlus: () => [...at(new nn.SoftPlus(), randn(3, 4)), ...at(new nn.SoftPlus(2), randn(5))],
  SoftShrink: () => at(new nn.SoftShrink(0.1), offZero(3, 4)),
  SoftSign: () => at(new nn.SoftSign(), offZero(3, 4)),
  SpatialDropout: () => [
    ...at(new nn.SpatialDropout(), randn(2, 3, 2, 2), randn(3, 2, 2)),
    ...at(new nn.SpatialDropout().evaluate(), randn(3, 2, 2)),
  ],
  SpatialLogSoftMax: () => at(new nn.SpatialLogSoftMax(), randn(2, 3, 2, 2)),
  SpatialSoftMax: () => at(new nn.SpatialSoftMax(), randn(2, 3, 2, 2)),
  Sqrt: () => at(new nn.Sqrt(), positive(3, 4)),
  Square: () => at(new nn.Square(), randn(3, 4)),
  Tanh: () => at(new nn.Tanh(), randn(3, 4), ends()),
  TanhShrink: () => at(new nn.TanhShrink(), randn(3, 4), ends()),
  Threshold: () => at(new nn.Threshold(0, -0.5), offZero(3, 4)),
  VolumetricDropout: () => at(new nn.VolumetricDropout(), randn(2, 3, 2, 2, 2), randn(3, 2, 2, 2)),
  WhiteNoise: () => [...at(new nn.WhiteNoise(), randn(3, 4)), ...at(new nn.WhiteNoise().evaluate(), randn(5))],
};
