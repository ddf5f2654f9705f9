/** @file Tensors and storages in Lua: brackets, operators, constructors, numbers that count from 1. By Torch's manual. */
import * as assert from 'uvu/assert';
import { failure, luaSuite, printed, run } from '../lua.js';

const test = luaSuite('tensors in Lua');
const x = 'local x = torch.Tensor{{1, 2, 3}, {4, 5, 6}} ';

// [chunk, what it returns]
const values: [string, unknown[]][] = [
  // pointers: of what is seen from outside, and of Lua's own
  [
    `${x}local y, t = torch.ones(2), {} return torch.pointer(x:storage()) == torch.pointer(x:t():storage()), torch.pointer(x) == torch.pointer(y),
    torch.pointer(t) == torch.pointer(t), torch.pointer(t) == torch.pointer({})`,
    [true, false, true, false],
  ],
  // a source of integers is not taken for indices
  ['return torch.gather(torch.LongTensor{5, 6, 7}, 1, torch.LongTensor{3, 1}):totable()', [[7, 5]]],
  // brackets
  [`${x}return x[2][3], x[-1][-3], x[{2, 1}], x[torch.LongStorage{1, 3}]`, [6, 4, 4, 3]],
  [
    `${x}return x[2]:totable(), x[{{}, 2}]:totable(), x[{{1, 2}, {2, 3}}]:totable()`,
    [
      [4, 5, 6],
      [2, 5],
      [
        [2, 3],
        [5, 6],
      ],
    ],
  ],
  [`${x}return x[{{-1}, {}}]:totable(), x[{2}]:totable()`, [[[4, 5, 6]], [4, 5, 6]]],
  [
    `${x}x[1] = 0 x[{2, 2}] = 9 x[{{}, 3}] = torch.Tensor{7, 8} return x:totable()`,
    [
      [
        [0, 0, 7],
        [4, 9, 8],
      ],
    ],
  ],
  [
    `${x}x[torch.LongStorage{2, 1}] = -1 x[1][2] = 5 return x:totable()`,
    [
      [
        [1, 5, 3],
        [-1, 5, 6],
      ],
    ],
  ],
  ['local s = torch.LongStorage{5, 6} s[2] = 7 return s[1], s[2], #s, s:totable()', [5, 7, 2, [5, 7]]],
  // sizes
  [`${x}return #x:size(), (#x)[1], x:size(2), x:dim(), x:stride(1), x:nElement()`, [2, 2, 3, 2, 3, 6]],
  [
    `${x}return torch.type(x:size()), x:size():totable(), x:storageOffset(), x[2]:storageOffset()`,
    ['torch.LongStorage', [2, 3], 1, 4],
  ],
  [
    `${x}return x:resize(torch.LongStorage{3, 2}):totable(), x:view(6):size(1), x:view(-1, 3):size(1)`,
    [
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      6,
      2,
    ],
  ],
  // dimensions and indices from 1
  [
    `${x}return x:narrow(2, 2, 2):totable(), x:select(1, 2):totable(), x:transpose(1, 2):size(1)`,
    [
      [
        [2, 3],
        [5, 6],
      ],
      [4, 5, 6],
      3,
    ],
  ],
  [
    `${x}return x:sum(1):totable(), x:sum(2):totable(), torch.sum(x), torch.mean(x, 1):totable()`,
    [[[5, 7, 9]], [[6], [15]], 21, [[2.5, 3.5, 4.5]]],
  ],
  [
    `${x}local v, i = torch.max(x, 2) return v:totable(), i:totable(), torch.type(i), x:max()`,
    [[[3], [6]], [[3], [3]], 'torch.LongTensor', 6],
  ],
  [
    `${x}local v, i = torch.Tensor(), torch.LongTensor() torch.min(v, i, x, 1) return v:totable(), i:totable()`,
    [[[1, 2, 3]], [[1, 1, 1]]],
  ],
  [
    `${x}return x:index(2, torch.LongTensor{3, 1}):totable(), x:indexFill(1, torch.LongTensor{2}, 0):totable()`,
    [
      [
        [3, 1],
        [6, 4],
      ],
      [
        [1, 2, 3],
        [0, 0, 0],
      ],
    ],
  ],
  [
    `${x}local t = x:split(2, 2) return #t, t[1]:totable(), t[2]:totable()`,
    [
      2,
      [
        [1, 2],
        [4, 5],
      ],
      [[3], [6]],
    ],
  ],
  [`${x}return torch.cat(x, x, 1):size(1), torch.cat({x, x, x}, 2):size(2)`, [4, 9]],
  ['torch.manualSeed(1) local p = torch.randperm(5) return p:min(), p:max()', [1, 5]],
  // operators
  [
    `${x}return (x + 1):totable(), (1 - x):totable(), (-x):totable(), (x / 2):totable()`,
    [
      [
        [2, 3, 4],
        [5, 6, 7],
      ],
      [
        [0, -1, -2],
        [-3, -4, -5],
      ],
      [
        [-1, -2, -3],
        [-4, -5, -6],
      ],
      [
        [0.5, 1, 1.5],
        [2, 2.5, 3],
      ],
    ],
  ],
  [
    `${x}return (x + x):totable(), (x - x):totable(), (2 * x):totable(), (x % 4):totable()`,
    [
      [
        [2, 4, 6],
        [8, 10, 12],
      ],
      [
        [0, 0, 0],
        [0, 0, 0],
      ],
      [
        [2, 4, 6],
        [8, 10, 12],
      ],
      [
        [1, 2, 3],
        [0, 1, 2],
      ],
    ],
  ],
  [
    `${x}return x * x:t() == nil, (x * x:t()):totable(), (x * torch.Tensor{1, 0, 1}):totable(), x[1] * x[2]`,
    [
      false,
      [
        [14, 32],
        [32, 77],
      ],
      [4, 10],
      32,
    ],
  ],
  [`${x}return torch.IntTensor({-5, 5}) % 3 == nil, (torch.Tensor{-5, 5} % 3):totable()`, [false, [1, 2]]],
  // constructors
  [
    'return torch.Tensor():dim(), torch.Tensor(2, 3):size():totable(), torch.Tensor(torch.LongStorage{3, 1}):size():totable()',
    [0, [2, 3], [3, 1]],
  ],
  [
    'local s = torch.DoubleStorage{1, 2, 3, 4} return torch.Tensor(s):totable(), torch.Tensor(s, 2, 3, 1):totable(), torch.Tensor(s, 1, torch.LongStorage{2, 2}, torch.LongStorage{1, 2}):totable()',
    [
      [1, 2, 3, 4],
      [2, 3, 4],
      [
        [1, 3],
        [2, 4],
      ],
    ],
  ],
  ['return torch.Tensor(torch.DoubleStorage(6), 1, 2, -1, 3, -1):stride():totable()', [[3, 1]]],
  [
    `${x}local y = torch.Tensor(x) y[1][1] = 9 return x[1][1], x.new(2):size(1), torch.DoubleTensor.new({1, 2}):sum()`,
    [9, 2, 3],
  ],
  [
    `${x}local y = torch.Tensor():set(x:storage(), 4, 3, 1) return y:totable(), y:set():dim(), torch.Tensor():set(x):dim()`,
    [[4, 5, 6], 0, 2],
  ],
  [
    'return torch.FloatTensor(2):fill(0.1)[1] == 0.1, torch.ByteTensor{1, 300}[2], torch.type(torch.CharStorage(2))',
    [false, 44, 'torch.CharStorage'],
  ],
  [
    'return torch.zeros(2):totable(), torch.zeros(torch.LongStorage{1, 2}):totable(), torch.ones(torch.FloatTensor(), 2):type()',
    [[0, 0], [[0, 0]], 'torch.FloatTensor'],
  ],
  [
    'return torch.range(1, 3):totable(), torch.eye(2):totable(), torch.Tensor():eye(2):totable(), torch.Tensor():range(1, 2):totable()',
    [
      [1, 2, 3],
      [
        [1, 0],
        [0, 1],
      ],
      [
        [1, 0],
        [0, 1],
      ],
      [1, 2],
    ],
  ],
  // apply keeps what f returns nothing for
  [
    `${x}return x:apply(function(v) if v > 3 then return -v end end):totable()`,
    [
      [
        [1, 2, 3],
        [-4, -5, -6],
      ],
    ],
  ],
  // kinds
  [
    `${x}return torch.type(x), torch.typename(x), torch.typename(3), torch.type(3), type(x)`,
    ['torch.DoubleTensor', 'torch.DoubleTensor', undefined, 'number', 'userdata'],
  ],
  [
    `${x}return torch.isTensor(x), torch.isTensor(x:storage()), torch.isStorage(x:storage()), torch.isTypeOf(x, 'torch.DoubleTensor'), torch.isTypeOf(x, torch.FloatTensor), torch.isTypeOf(x, 'torch.*Tensor')`,
    [true, false, true, true, false, true],
  ],
  [
    "torch.setdefaulttensortype('torch.FloatTensor') local t = torch.rand(2):type() torch.setdefaulttensortype('torch.DoubleTensor') return t, torch.Tensor():type()",
    ['torch.FloatTensor', 'torch.DoubleTensor'],
  ],
  // methods of one's own
  [
    `${x}function torch.DoubleTensor:twice() return self * 2 end return x:twice():sum(), torch.FloatTensor().twice`,
    [42, undefined],
  ],
];
for (const [chunk, expected] of values) test(chunk, () => assert.equal(run(chunk), expected));

// [chunk, the message]
const errors: [string, string][] = [
  ['return x[3]', 'index out of bound: expected 1..2 in dimension 1, got 3'],
  ['return x[0]', 'expected an index from 1 up, got 0'],
  ['return x[1.5]', 'index out of bound: expected 1..2 in dimension 1, got 1.5'],
  ['return x[{1, 2, 3}]', 'too many indices provided: expected 2, got 3'],
  ['return x[{{2, 1}}]', 'end index must be greater or equal to start index, got {2, 1}'],
  ['return x[torch.LongStorage{1}]', 'invalid size: expected 2 indices, got 1'],
  ['x[1] = "a"', 'expected a number or a tensor to assign, got string'],
  ['x.name = 3', 'expected an index, a table of them, a LongStorage or a ByteTensor in brackets, got string'],
  ['return torch.Tensor()[1]', 'empty tensor'],
  ['return x:sum(0)', 'expected a dimension from 1 up, got 0'],
  [
    'return x:sum(3)',
    'Tensor.sum: expected a dimension of DoubleTensor(2 × 3), got 2 (counted from 0 in this message)',
  ],
  ['return x.dot(3, x)', "bad argument #1 to 'dot' (torch.Tensor expected)"],
  ['return x + "a"', 'expecting two tensors or one tensor and one number'],
  ['return x / x', "bad argument #2 to '/' (number expected)"],
  ['return x * x[1]:view(3, 1, 1)', 'multiplication between 2D and 3D tensors not yet supported'],
  ['local y = torch.Tensor("a")', 'expecting number, table, torch.DoubleTensor or torch.DoubleStorage, got string'],
  ['local y = torch.Tensor(1, "a")', 'torch.DoubleTensor: expected sizes, got number, string'],
  ['return torch.DoubleStorage({}, 2)[1]', 'index out of bound: expected 1..0, got 1'],
  ['torch.setdefaulttensortype("torch.QuadTensor")', '<torch.QuadTensor> is not a string describing a torch object'],
];
for (const [chunk, message] of errors) {
  test(`${chunk} is refused`, () => assert.is(failure(`${x}${chunk}`).message, `chunk:1: ${message}`));
}

test('tensors print as in Torch', () => {
  assert.is(
    printed(`${x}print(x) print(#x) io.write(tostring(x[1]))`),
    [
      ' 1  2  3\n 4  5  6\n[torch.DoubleTensor of size 2x3]\n',
      ' 2\n 3\n[torch.LongStorage of size 2]\n',
      ' 1\n 2\n 3\n[torch.DoubleTensor of size 3]\n',
    ].join('\n'),
  );
});

test.run();
