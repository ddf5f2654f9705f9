/** @file Power against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, hasDerivatives, passesEveryCheck } from './checking.js';

passesEveryCheck({
  'a cube of both signs': () => [nn.Power(3), torch.randn(3, 4)],
  'a fraction': () => [nn.Power(1.5), torch.rand(3, 4).add(0.5)],
  'a negative power': () => [nn.Power(-2), torch.rand(3, 4).add(0.5)],
});

test('derivatives of whole and broken powers', () => {
  hasDerivatives(nn.Power(3), [
    [2, 8, 12, 12],
    [-1, -1, 3, -6],
    [0, 0, 0, 0],
  ]);
  hasDerivatives(nn.Power(-1), [
    [2, 0.5, -0.25, 0.25],
    [-4, -0.25, -1 / 16, -1 / 32],
  ]);
  hasDerivatives(nn.Power(0.5), [[4, 2, 0.25, -1 / 32]]);
});

test('at 0, what a factor of 0 makes vanish is 0, and so is an infinite second derivative under a finite first', () => {
  hasDerivatives(nn.Power(0), [[0, 1, 0, 0]]);
  hasDerivatives(nn.Power(1), [[0, 0, 1, 0]]);
  hasDerivatives(nn.Power(2), [[0, 0, 0, 2]]);
  hasDerivatives(nn.Power(1.5), [[0, 0, 0, 0]]);
  hasDerivatives(nn.Power(0.5), [[0, 0, Infinity, -Infinity]]);
});

test('an exponent is wanted', () => {
  const Power = nn.Power as unknown as (p?: number) => unknown;
  fails(() => Power(), TypeError, 'Power: expected p to be a number, got undefined');
});

test.run();
