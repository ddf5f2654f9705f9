/** @file The nets on the backend and the threads that this process's environment asks for, as JSON. */
import { nets } from './nets.js';

console.log(JSON.stringify(nets()));
