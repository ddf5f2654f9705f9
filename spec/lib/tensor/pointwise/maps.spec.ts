/** @file Call forms of pointwise functions, as the compiler sees them, and the forms of pow. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Tensor, torch } from '../../../../lib/tensor/index.js';
import { read, refusal } from '../layouts.js';

test('pow takes a number for its base as well', () => {
  const x = Tensor.from('Double', [
    [0, 1],
    [2, -1],
  ]);
  const expected = [1, 2, 4, 0.5];
  const result = torch.ones(7);
  assert.equal(read(torch.pow(2, x)), expected);
  assert.is(torch.pow(result, 2, x), result);
  assert.equal([read(result), result.size()], [expected, [2, 2]]);
  assert.equal(read(torch.zeros(1).pow(2, x)), expected);
  assert.equal(read(torch.pow(x, 2, x)), expected, 'in place, as the documentation has it');
});

type Call = (...operands: unknown[]) => Tensor;
const f = torch as unknown as Record<string, Call>;

test('lists of operands that a function does not have are refused, with those it has', () => {
  const x = torch.ones(2);
  const y = torch.ones(3, 4);
  const method = (name: string, ...operands: unknown[]): Tensor => (x[name as keyof Tensor] as Call)(...operands);
  const refused = (call: () => unknown, message: string): void => {
    assert.throws(call, refusal(TypeError, message));
    assert.equal(read(x), [1, 1]);
  };
  const one = 'torch.mul: expected (number) or (tensor, number), got';
  refused(() => method('mul'), `${one} ()`);
  refused(() => method('mul', x), `${one} (DoubleTensor(2))`);
  refused(() => method('mul', x, y), `${one} (DoubleTensor(2), DoubleTensor(3 × 4))`);
  refused(() => method('mul', '2'), `${one} (string)`);
  refused(() => method('mul', x, 2, 3), `${one} (DoubleTensor(2), number, number)`);
  refused(() => method('mul', undefined), `${one} (nothing)`);
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
  refused(() => f.exp(2), 'torch.exp: expected (tensor) or (tensor, tensor), got (number)');
  refused(() => f.cmul(x), 'torch.cmul: expected (tensor, tensor) or (tensor, tensor, tensor), got (DoubleTensor(2))');
  refused(
    () => f.clamp(2, x, 0, 1),
    'torch.clamp: expected (tensor, number, number) or (tensor, tensor, number, number), got (number, DoubleTensor(2), number, number)',
  );
});

/** Never run: the compiler has to accept the first lines, and to refuse each line that says so. */
export function callForms(x: Tensor, y: Tensor, result: Tensor): void {
  x.exp(y).mul(2).mul(y, 2).cmul(y).cmul(x, y).cmax(1).cmax(x, 1).add(1).add(2, y).add(y, 1).add(x, 2, y);
  x.addcmul(x, y).addcmul(2, x, y).addcmul(result, 2, x, y).clamp(0, 1).clamp(x, 0, 1).pow(2).pow(x, 2).pow(2, x);
  torch.exp(x);
  torch.exp(result, x);
  torch.add(result, x, 2, y);
  torch.pow(2, x);
  torch.cmin(result, x, 3);
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
  // @ts-expect-error exp of something
  torch.exp();
  // @ts-expect-error mul with something
  torch.mul(x);
  // @ts-expect-error two numbers
  torch.add(x, 1, 2);
  // @ts-expect-error sigmoid has one operand and one result
  torch.sigmoid(result, x, y);
  // @ts-expect-error one of both has to be a tensor
  torch.pow(2, 2);
}

test.run();
