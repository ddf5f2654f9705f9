/** @file The nets on the backend and the threads that this process's environment asks for, or the memory of one, as JSON. */
import process from 'node:process';
import { nets, peakOf } from './nets.js';

const [net, type] = process.argv.slice(2);
console.log(JSON.stringify(net === undefined ? nets() : { peakMb: peakOf(net, type) ?? null }));
