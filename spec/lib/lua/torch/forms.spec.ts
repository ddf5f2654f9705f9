/** @file The forms of calls: those of Torch, for every function that it lists any for, and in the errors of wrong calls. */
import { createRequire } from 'node:module';
import * as assert from 'uvu/assert';
import { Forms } from '../../../../lib/lua/torch/forms.js';
import { signature } from '../../../../lib/lua/torch/signatures.js';
import { failure, luaSuite, run } from '../lua.js';

interface Golden {
  /** By `torch.f` and `x:f`, the list for DoubleTensors. */
  forms: Record<string, string>;
  /** A call, and the whole message. */
  calls: [call: string, message: string][];
}

const golden = createRequire(import.meta.url)('../../../golden/torch7/call-forms.json') as Golden;
const test = luaSuite('forms of calls');

test('every function that Torch lists forms for has the same ones', () => {
  const own = Object.keys(golden.forms).map((name) => {
    const side = name.startsWith('torch.') ? 'function' : 'method';
    return [name, signature(name.replace(/^(torch\.|x:)/, ''), side)?.forms.describe('Double')];
  });
  assert.equal(Object.fromEntries(own), golden.forms);
  assert.ok(own.length > 250);
});

const operands = `
  x, v, f = torch.DoubleTensor(2, 2):fill(1), torch.DoubleTensor(2), torch.FloatTensor(2, 2)
  l, b = torch.LongTensor(2, 2), torch.ByteTensor(2) `;
for (const [call, message] of golden.calls) {
  test(`${call} is refused with Torch's message`, () => {
    assert.is(failure(`${operands} return ${call}`).message, `chunk:3: ${message}`);
  });
}

// [chunk, what it returns]
const accepted: [string, string, unknown[]][] = [
  ['a text that reads as a number is one', "return torch.zeros('3'):size(1), (torch.ones(2):mul('3'))[1]", [3, 3]],
  [
    'a result of another type may stand in front',
    'return torch.nonzero(torch.LongTensor(), b:fill(1)):nElement()',
    [2],
  ],
  ['a table of tensors says what a call is about', 'return torch.type(torch.cat({f, f}))', ['torch.FloatTensor']],
  [
    'what looks at its arguments one by one does not read more',
    'return x:size(1, 7), x:narrow(1, 2, 1, 5):size(1)',
    [2, 1],
  ],
  ['nil behind the arguments of such a function is none', 'return x:size(nil):size()', [2]],
  ['a number may be a sequence of sizes, or a LongStorage', 'return torch.zeros(torch.LongStorage{2, 3}):dim()', [2]],
];
for (const [title, chunk, values] of accepted) test(title, () => assert.equal(run(operands + chunk), values));

test('a call without arguments says so', () => {
  assert.is(
    failure('torch.sum()').message,
    'chunk:1: invalid arguments: no arguments provided\nexpected arguments: DoubleTensor | [*DoubleTensor*] DoubleTensor index',
  );
});

test('a refused call changes nothing', () => {
  assert.equal(run(`${operands} return pcall(x.add, x, 1, x, x, x), x:sum()`).slice(-1), [4]);
});

test('a letter of two alternatives is not cut in two', () => {
  const forms = new Forms('T [(U|L)] | T T', 'function');
  assert.is(forms.describe('Float'), 'FloatTensor [(U|L)] | FloatTensor FloatTensor');
});

test.run();
