/** @file The kinds of Torch's fields: what each one expects, and says when it gets something else. */
import { test } from 'uvu';
import { nn } from '../../../lib/nn.js';
import { torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';
import { filled, long, type Table } from './filled.js';

const wb = (): Table => ({ weight: torch.ones(2, 3), bias: torch.ones(2) });

const errors: [string, Table, string][] = [
  ['Linear', {}, 'nn.Linear: expected field weight to be a tensor of 2 dimensions of Double or Float, got nothing'],
  [
    'Linear',
    { weight: torch.ones(2) },
    'nn.Linear: expected field weight to be a tensor of 2 dimensions of Double or Float, got DoubleTensor(2)',
  ],
  [
    'Linear',
    { weight: torch.ones(2, 3).int() },
    'nn.Linear: expected field weight to be a tensor of 2 dimensions of Double or Float, got IntTensor(2 × 3)',
  ],
  [
    'Linear',
    { weight: torch.ones(2, 3), bias: torch.ones(3) },
    'nn.Linear: expected field bias to be a tensor (2) of Double or Float, got DoubleTensor(3)',
  ],
  [
    'Linear',
    { ...wb(), gradWeight: torch.ones(3, 2) },
    'nn.Linear: expected field gradWeight to be a tensor (2 × 3) of Double or Float, got DoubleTensor(3 × 2)',
  ],
  [
    'Linear',
    { ...wb(), _type: 'torch.IntTensor' },
    "nn.Linear: expected field _type to be torch.DoubleTensor or torch.FloatTensor, got 'torch.IntTensor'",
  ],
  ['Linear', { ...wb(), train: 1 }, 'nn.Linear: expected field train to be true or false, got 1'],
  ['Mul', { weight: 2 }, 'nn.Mul: expected field weight to be a tensor (1) of Double or Float, got 2'],
  ['Dropout', { p: 1 }, 'nn.Dropout: expected field p to be 0 <= p < 1, got 1'],
  ['Dropout', { p: long(1) }, 'nn.Dropout: expected field p to be 0 <= p < 1, got LongStorage of 1'],
  ['SplitTable', { dimension: 0 }, 'nn.SplitTable: expected field dimension to be a whole number other than 0, got 0'],
  [
    'SplitTable',
    { dimension: 'x' },
    "nn.SplitTable: expected field dimension to be a whole number other than 0, got 'x'",
  ],
  [
    'JoinTable',
    { dimension: 1, nInputDims: 1.5 },
    'nn.JoinTable: expected field nInputDims to be a whole number from 1 up, got 1.5',
  ],
  ['View', { size: torch.ones(2) }, 'nn.View: expected field size to be a LongStorage, got DoubleTensor(2)'],
  [
    'Reshape',
    { size: long(-1, -1) },
    'nn.Reshape: expected field size to be sizes from 1 up, but for one -1, got (-1, -1)',
  ],
  ['Sequential', {}, 'nn.Sequential: expected field modules to be a list of modules, got nothing'],
  [
    'Sequential',
    { modules: [new nn.Tanh(), 5] },
    'nn.Sequential: expected field modules to be a list of modules, got one with 5 in it',
  ],
  [
    'CrossEntropyCriterion',
    { lsm: new nn.SoftMax() },
    'nn.CrossEntropyCriterion: expected field lsm to be an nn.LogSoftMax, got an object',
  ],
  [
    'ClassNLLCriterion',
    { ignoreIndex: true },
    'nn.ClassNLLCriterion: expected field ignoreIndex to be a whole number, got true',
  ],
];

for (const [name, table, message] of errors) {
  test(message, () => fails(() => filled(name, table), TypeError, message));
}

test.run();
