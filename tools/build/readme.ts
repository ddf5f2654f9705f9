/** @file `npm run readme`: writes the table of classes into README.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { withClassTable } from './class-table.js';

writeFileSync('README.md', withClassTable(readFileSync('README.md', 'utf8')));
