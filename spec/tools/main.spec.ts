/** @file rop: help, version, info, and what it says to commands that it does not know. */
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { counting, js, useKernels } from '../../lib/kernels/index.js';
import { rop } from './world.js';

const test = suite('rop');

for (const args of [[], ['--help'], ['-h'], ['help']]) {
  test(`rop ${args.join(' ')} lists the commands`, async () => {
    const { code, stdout, stderr } = await rop(args);
    assert.equal([code, stderr], [0, '']);
    for (const name of ['train', 'hv', 'spectrum', 'landscape', 'check', 'coverage', 'show', 'convert', 'info'])
      assert.match(stdout, new RegExp(`^  ${name} `, 'm'));
  });
}

for (const [name, options] of [
  ['train', ['--data FILE', '--hidden SIZES', '--resume DIR|FILE', '--json']],
  ['hv', ['--data FILE', '--vector FILE|random', '--out FILE']],
  ['spectrum', ['--probes N', '--out FILE', '--json']],
  ['landscape', ['--directions NAME', '--radius X', '--json']],
  ['check', ['--all', '--seed N', '--json']],
  ['show', ['--json']],
  ['convert', ['--ascii']],
  ['coverage', ['--tensor', '--json']],
  ['info', ['--json']],
] as const) {
  test(`rop ${name} --help tells its options, in lines of at most 140 characters`, async () => {
    const { code, stdout } = await rop([name, '--help']);
    assert.is(code, 0);
    assert.match(stdout, `Usage: rop ${name} `);
    for (const option of [...options, '--help']) assert.match(stdout, `  ${option}`);
    assert.ok(stdout.split('\n').every((line) => line.length <= 140));
  });
}

test('rop --version is the version of the package', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  assert.is((await rop(['--version'])).stdout, `${version}\n`);
});

for (const [args, message] of [
  [['trian'], "rop: unknown command 'trian'; did you mean 'train'? (see rop --help)\n"],
  [['dance'], "rop: unknown command 'dance' (see rop --help)\n"],
  [['--frobnicate'], "rop: unknown option '--frobnicate' (see rop --help)\n"],
  [['info', '--jsn'], "rop info: unknown option '--jsn'; did you mean '--json'? (see rop info --help)\n"],
] as const) {
  test(`rop ${args.join(' ')} is refused with code 2`, async () => {
    const { code, stdout, stderr } = await rop(args);
    assert.equal([code, stdout, stderr], [2, '', message]);
  });
}

test('rop info tells versions, the kernels that are in use, and a speed', async () => {
  const counted = counting(js);
  const before = useKernels(counted);
  try {
    const { stdout } = await rop(['info', '--json']);
    const facts = JSON.parse(stdout);
    assert.is(facts.kernels, 'counting(js)');
    assert.is(facts.node, process.version);
    assert.is(facts.tensorType, 'torch.DoubleTensor');
    // The products of about a second, less the one that warms up.
    const flops = 2 * (counted.multiplyAdds - 256 ** 3);
    assert.ok(Math.abs(flops / (facts.gflops * 1e9) - 1) < 0.5, `${flops} of ${facts.gflops}`);
  } finally {
    useKernels(before);
  }
  assert.match((await rop(['info'])).stdout, /^torch-rop +\d+\.\d+\.\d+\nnode +v\d+/);
});

test.run();
