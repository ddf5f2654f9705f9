/** @file torch.CmdLine and torch.Timer, by Torch's manual of them. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { Exit } from '../../../../lib/lua/index.js';
import { thrown } from '../../../errors.js';
import { failure, luaSuite, printed, run } from '../lua.js';

const test = luaSuite('torch.CmdLine');

const line = `
local cmd = torch.CmdLine()
cmd:text('Training')
cmd:argument('-data', 'the folder')
cmd:option('-seed', 123, 'initial seed')
cmd:option('--name', 'net', 'its name')
cmd:option('-gpu', false, 'whether')
`;

test('parse reads numbers, text, switches and arguments', () => {
  assert.equal(run(`${line}return cmd:parse{'-seed', '4', 'here', '-gpu', '--name', 'x'}`), [
    { data: 'here', seed: 4, gpu: true, name: 'x' },
  ]);
  assert.equal(run(`${line}return cmd:parse{'here'}`), [{ data: 'here', seed: 123, gpu: false, name: 'net' }]);
});

const help = `Usage: prog [options] <data>
Training
  <data> the folder
  -seed  initial seed [123]
  --name its name [net]
  -gpu   whether [false]
`;

test('help lists what was declared, in order', () => {
  assert.is(printed(`${line}cmd:help{[0] = 'prog'}`), help);
  let text = '';
  const output = (_: number, bytes: Uint8Array) => {
    text += new TextDecoder().decode(bytes);
  };
  const error = thrown(() => run(`${line}cmd:parse{[0] = 'prog', '-h'}`, { output }));
  assert.equal([text, (error as Exit).code], [help, 0]);
});

// [arguments, the line above the help]
for (const [args, message] of [
  ["'-sed', '1'", 'invalid argument: 1'],
  ["'a', '-sed'", 'unknown option -sed'],
  ["'a', '-seed'", 'missing argument for option -seed'],
  ["'a', '-seed', 'x'", 'invalid type for option -seed (should be number)'],
  ["'a', 'b'", 'invalid argument: b'],
  ['', 'not enough arguments'],
]) {
  test(`parse{${args}} ends with code 1`, () => {
    let text = '';
    const output = (fd: number, bytes: Uint8Array) => {
      if (fd === 2) text += new TextDecoder().decode(bytes);
    };
    const error = thrown(() => run(`${line}cmd:parse{${args}}`, { output }));
    assert.instance(error, Exit);
    assert.equal([text, (error as Exit).code], [`\n${message}\n`, 1]);
  });
}

test('string names what differs from the defaults', () => {
  const chunk = `${line}
    local params = cmd:parse{'here', '-seed', '4', '-gpu'}
    return cmd:string('exp', params, {}), cmd:string('exp', params, {gpu = true, name = false})`;
  assert.equal(run(chunk), ['exp,data=here,gpu=t,seed=4', 'exp,data=here,name=net,seed=4']);
});

test('log writes what is printed to a file, too', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rop-spec-'));
  try {
    run(
      `${line}cmd:silent() cmd:log('log.txt', {seed = 4}) print('step', 1)`.replace('log.txt', join(folder, 'log.txt')),
      { folder },
    );
    assert.match(
      readFileSync(join(folder, 'log.txt'), 'utf8'),
      /^\[program started on .*\] \n\[command line arguments\] \nseed 4 \n\[-+\] \nstep 1 \n$/,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('options need a default of their type', () => {
  assert.match(failure("torch.CmdLine():option('-x')").message, 'option -x has no default value');
  assert.match(
    failure("torch.CmdLine():option('-x', 1, '', 'string')").message,
    'option -x has wrong default type value',
  );
});

test('a timer runs, stops, resumes and starts anew', () => {
  const chunk = `
    local t = torch.Timer()
    local function wait() local begin = os.clock() while os.clock() - begin < 0.02 do end end
    wait()
    local running = t:time().real
    local stopped = t:stop():time().real
    wait()
    local still = t:time().real
    t:resume() wait()
    local resumed = t:time()
    return running >= 0.005, stopped >= running, still == stopped, resumed.real > still, resumed.user > 0, t:reset():time().real < 0.02, tostring(t)`;
  assert.equal(run(chunk), [true, true, true, true, true, true, 'torch.Timer [status: running]']);
});

test.run();
