/** @file Nets on the backend and the threads that this process's environment asks for, `times [NET]`, or memory, `peak NET TYPE`, as JSON. */
import process from 'node:process';
import { nets, netsNamed, peakOf } from './nets.js';

const [what, net, type] = process.argv.slice(2);
console.log(JSON.stringify(what === 'times' ? nets(netsNamed(net)) : { peakMb: peakOf(net, type) ?? null }));
