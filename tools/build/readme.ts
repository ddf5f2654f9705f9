/** @file `npm run readme`: checks every class, and writes the table of classes into README.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Finding } from '../commands/check/finding.js';
import { classRows } from '../commands/coverage/classes.js';
import { withClassTable } from './class-table.js';

const rows: Finding[] = [];
const command = [...process.execArgv, fileURLToPath(new URL('../rop.ts', import.meta.url))];
for await (const row of classRows({ seed: 1, jobs: availableParallelism() }, command)) rows.push(row);
writeFileSync('README.md', withClassTable(readFileSync('README.md', 'utf8'), rows));
