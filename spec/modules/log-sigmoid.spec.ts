/** @file LogSigmoid against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, hasDerivatives, passesEveryCheck } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.LogSigmoid(), torch.randn(3, 4)],
  'both ends': () => [nn.LogSigmoid(), torch.Tensor([-700, -30, 30, 700])],
});

test('derivatives at 0, log 3 and far away', () => {
  const tail = Math.exp(-700);
  hasDerivatives(nn.LogSigmoid(), [
    [0, -Math.LN2, 0.5, -0.25],
    [Math.log(3), -Math.log1p(1 / 3), 0.25, -3 / 16],
    [700, -tail, tail, -tail],
    [-700, -700, 1, -tail],
    [-1000, -1000, 1, -0],
  ]);
});

test('a table is refused', () => {
  fails(() => nn.LogSigmoid().forward([]), TypeError, 'LogSigmoid.forward: expected input to be one tensor, got {}');
});

test.run();
