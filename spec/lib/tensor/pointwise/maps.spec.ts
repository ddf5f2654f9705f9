/** @file Call forms of pointwise functions: of numbers, refused, and as the compiler sees them. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Tensor, torch } from '../../../../lib/tensor/index.js';
import { close } from '../../kernels/arrays.js';
import { read, refusal } from '../layouts.js';

type Call = (...operands: unknown[]) => Tensor;
const f = torch as unknown as Record<string, Call>;

test('numbers in place of tensors give a number, an element of the default type', () => {
  const values = [
    torch.sqrt(9),
    torch.abs(-3),
    torch.exp(0),
    torch.pow(2, 10),
    torch.lerp(1, 3, 0.25),
    torch.atan2(0, -1),
  ];
  assert.equal(values, [3, 3, 1, 1024, 1.5, Math.PI]);
  close([torch.sin(0.5), torch.sigmoid(-1)], [0.479425538604203, 0.2689414213699951], 1e-15, 'as recorded of C');
  torch.setdefaulttensortype('torch.FloatTensor');
  try {
    assert.is(torch.abs(-0.1), Math.fround(0.1));
    assert.is(torch.sqrt(2), Math.fround(Math.SQRT2));
  } finally {
    torch.setdefaulttensortype('torch.DoubleTensor');
  }
});

test('lists of operands that a function does not have are refused, with those it has', () => {
  const x = torch.ones(2);
  const y = torch.ones(3, 4);
  const method = (name: string, ...operands: unknown[]): Tensor => (x[name as keyof Tensor] as Call)(...operands);
  const refused = (call: () => unknown, message: string): void => {
    assert.throws(call, refusal(TypeError, message));
    assert.equal(read(x), [1, 1]);
  };
  const scale = 'torch.mul: expected (number) or (tensor, number), got';
  refused(() => method('mul'), `${scale} ()`);
  refused(() => method('mul', x), `${scale} (DoubleTensor(2))`);
  refused(() => method('mul', x, y), `${scale} (DoubleTensor(2), DoubleTensor(3 × 4))`);
  refused(() => method('mul', '2'), `${scale} (string)`);
  refused(() => method('mul', x, 2, 3), `${scale} (DoubleTensor(2), number, number)`);
  refused(() => method('mul', undefined), `${scale} (nothing)`);
  const unary = 'torch.exp: expected () or (tensor), got';
  refused(() => method('exp', 2), `${unary} (number)`);
  refused(() => method('exp', x, x), `${unary} (DoubleTensor(2), DoubleTensor(2))`);
  const sum =
    'torch.add: expected (number), (tensor), (number, tensor), (tensor, number), (tensor, tensor) or (tensor, number, tensor), got';
  refused(() => method('add'), `${sum} ()`);
  refused(() => method('add', x, x, 2), `${sum} (DoubleTensor(2), DoubleTensor(2), number)`);
  refused(
    () => method('pow', '2', x),
    'torch.pow: expected (number), (tensor, number) or (number, tensor), got (string, DoubleTensor(2))',
  );
  refused(
    () => method('lt', 'x'),
    'torch.lt: expected (tensor, number), (tensor, tensor), (tensor, tensor, number) or (tensor, tensor, tensor), got (DoubleTensor(2), string)',
  );
  refused(() => f.exp('2'), 'torch.exp: expected (tensor), (tensor, tensor) or (number), got (string)');
  refused(() => f.exp(1, 2), 'torch.exp: expected (tensor), (tensor, tensor) or (number), got (number, number)');
  refused(() => f.neg(2), 'torch.neg: expected (tensor) or (tensor, tensor), got (number)');
  refused(
    () => f.pow(x, x),
    'torch.pow: expected (tensor, number), (number, tensor), (tensor, tensor, number), (tensor, number, tensor) or (number, number), got (DoubleTensor(2), DoubleTensor(2))',
  );
  refused(() => f.cmul(x), 'torch.cmul: expected (tensor, tensor) or (tensor, tensor, tensor), got (DoubleTensor(2))');
  refused(
    () => f.clamp(2, x, 0, 1),
    'torch.clamp: expected (tensor, number, number) or (tensor, tensor, number, number), got (number, DoubleTensor(2), number, number)',
  );
});

/** Never run: the compiler has to accept these calls, and to know what they give. */
export function accepted(x: Tensor, y: Tensor, r: Tensor): void {
  x.exp().exp(y).mul(2).mul(y, 2).cmul(y).cmul(x, y).cmax(1).cmax(x, 1).cmin(y).cmin(x, y);
  x.add(1).add(y).add(2, y).add(y, 1).add(x, y).add(x, 2, y).csub(1).csub(x, 2, y);
  x.addcmul(x, y).addcmul(2, x, y).addcmul(r, x, y).addcmul(r, 2, x, y).addcdiv(2, x, y);
  x.clamp(0, 1).clamp(x, 0, 1).lerp(y, 0.5).lerp(x, y, 0.5).atan2(y).atan2(x, y);
  x.pow(2).pow(x, 2).pow(2, x).cpow(y).fmod(2).cfmod(y).remainder(x, 2).cremainder(x, y).mod(2).cmod(y);
  x.bitand(1).cbitand(y).bitor(x, 1).cbitor(x, y).bitxor(1).cbitxor(y).lshift(1).clshift(y).rshift(x, 1).crshift(y);
  x.lt(1).le(y).gt(x, 1).ge(x, y).eq(1).ne(y).fill(1).zero();
  torch
    .exp(r, torch.exp(x))
    .add(torch.add(r, x, 2, y))
    .add(torch.add(x, 2))
    .add(torch.add(x, y));
  torch
    .pow(r, 2, torch.pow(2, torch.pow(x, 2)))
    .add(torch.cmin(r, x, 3))
    .add(torch.lt(r, x, y))
    .add(torch.lt(x, 1));
  torch
    .lerp(r, x, y, 0.5)
    .add(torch.clamp(r, x, 0, 1))
    .add(torch.atan2(r, x, y));
  const numbers: number[] = [torch.exp(1), torch.pow(2, 3), torch.lerp(1, 2, 0.5), torch.atan2(1, 2)];
  const booleans: boolean[] = [x.equal(y), x.all(), torch.any(x), torch.equal(x, y), numbers.length > 0];
  x.fill(booleans.length);
}

/** Never run: the compiler has to refuse each line that says so. */
export function refused(x: Tensor, y: Tensor, r: Tensor): void {
  // @ts-expect-error a unary function takes no number
  x.exp(2);
  // @ts-expect-error mul is for numbers
  x.mul(y);
  // @ts-expect-error cmul is for tensors
  x.cmul(2);
  // @ts-expect-error the scale stands before its tensor
  x.add(x, y, 2);
  // @ts-expect-error two tensors are multiplied
  x.addcmul(2, x);
  // @ts-expect-error two bounds
  x.clamp(1);
  // @ts-expect-error bounds are numbers
  x.clamp(0, y);
  // @ts-expect-error the weight comes last
  x.lerp(0.5, y);
  // @ts-expect-error bitand is for numbers
  x.bitand(y);
  // @ts-expect-error clshift is for tensors
  x.clshift(1);
  // @ts-expect-error compared with something
  x.lt();
  // @ts-expect-error equal is for tensors
  x.equal(2);
  // @ts-expect-error nothing else is said of all
  x.all(0);
  // @ts-expect-error exp of something
  torch.exp();
  // @ts-expect-error mul with something
  torch.mul(x);
  // @ts-expect-error two numbers
  torch.add(x, 1, 2);
  // @ts-expect-error sigmoid has one operand and one result
  torch.sigmoid(r, x, y);
  // @ts-expect-error a number and a tensor, or two numbers
  torch.pow(x, x);
  // @ts-expect-error numbers are negated by −
  torch.neg(2);
  // @ts-expect-error the result stands in front
  torch.clamp(0, x, 1);
  // @ts-expect-error a number has no methods
  torch.exp(1).exp();
}

test.run();
