/** @file `npm run bench [-- nets] [--json]`: speed on this machine, as figures to compare within one run. */
import { parseArgs } from 'node:util';
import { nets, printNets } from './nets.js';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' } } });
const unknown = positionals.find((name) => name !== 'nets');
if (unknown !== undefined) {
  console.error(`bench: expected nets, got '${unknown}'`);
  process.exit(2);
}
const rows = nets();
if (values.json) console.log(JSON.stringify({ nets: rows }));
else printNets(rows);
