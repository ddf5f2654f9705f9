/** @file tools/conformance: Torch's own test files, unmodified, under this library; a table, or JSON, and a baseline that grows. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import type { Command } from './arguments.js';
import { helpText, parse } from './arguments.js';
import { baselineOf, complaints } from './conform/baseline.js';
import { runCheckout, suites } from './conform/suite.js';
import { summary, table } from './conform/table.js';

const baseline = new URL('../spec/conformance.json', import.meta.url);

const command: Command = {
  name: 'conformance',
  summary: "Runs Torch's own test files on this library, and compares what passes with spec/conformance.json.",
  usage: '--torch DIR | --nn DIR | --optim DIR',
  options: {
    torch: { value: 'DIR', help: 'a checkout of torch/torch7: test/test.lua' },
    nn: { value: 'DIR', help: 'a checkout of torch/nn: test.lua' },
    optim: { value: 'DIR', help: 'a checkout of torch/optim: test/*.lua' },
    only: { value: 'PATTERN', help: 'the functions whose name matches this Lua pattern' },
    seconds: { value: 'N', help: 'end a function that takes longer (60)' },
    seed: { value: 'N', help: 'of the random numbers of each function (1)' },
    json: { help: 'write one JSON document' },
    all: { help: 'list the functions that pass, too' },
    update: { help: 'add what passes to spec/conformance.json' },
  },
  notes: ['Code 1 when a function that spec/conformance.json names does not pass.'],
  run: async ({ values, switches }, io) => {
    const known = JSON.parse(readFileSync(baseline, 'utf8'));
    let faults = 0;
    for (const suite of suites) {
      const folder = values.get(suite);
      if (folder === undefined) continue;
      if (!existsSync(folder)) throw new Error(`expected a checkout of torch's ${suite}, got no folder '${folder}'`);
      const outcomes = runCheckout(suite, folder, {
        only: values.get('only'),
        seconds: Number(values.get('seconds') ?? 60),
        seed: Number(values.get('seed') ?? 1),
      });
      if (switches.has('json'))
        io.stdout.write(`${JSON.stringify({ suite, ...summary(outcomes), outcomes }, null, 1)}\n`);
      else io.stdout.write(table(suite, outcomes, switches.has('all')));
      if (switches.has('update')) known[suite] = baselineOf(known[suite], outcomes);
      else if (!values.has('only')) {
        for (const complaint of complaints(known[suite], outcomes)) {
          io.stderr.write(`conformance: ${suite}: ${complaint}\n`);
          faults++;
        }
      }
    }
    if (switches.has('update')) writeFileSync(baseline, `${JSON.stringify(known, null, 1)}\n`);
    return faults === 0 ? 0 : 1;
  },
};

const args = process.argv.slice(2);
try {
  if (args.length === 0 || args.includes('--help')) process.stdout.write(helpText(command).replace('rop ', 'tools/'));
  else {
    process.exitCode = await command.run(parse(command, args), {
      stdout: process.stdout,
      stderr: process.stderr,
      signals: process,
      exit: (code) => process.exit(code),
    });
  }
} catch (error) {
  process.stderr.write(`conformance: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 2;
}
