/** @file GPU against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck } from './checking.js';

passesEveryCheck({
  'two layers': () => [nn.GPU(nn.Sequential().add(nn.Linear(4, 3)).add(nn.Tanh()), 1), torch.randn(2, 4)],
});

test('devices are numbers that are kept', () => {
  const module = nn.GPU(nn.Tanh(), 1, 2);
  assert.equal([module.device, module.outdevice, module.setDevice(3).device], [1, 2, 3]);
  assert.is(String(module), 'nn.GPU(3) @ nn.Tanh');
  const GPU = nn.GPU as unknown as (module: unknown) => unknown;
  fails(() => GPU(nn.Tanh()), TypeError, 'GPU: expected device to be a number, got undefined');
});

test.run();
