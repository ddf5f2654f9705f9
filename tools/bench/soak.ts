/** @file Memory over many steps of training: it must not grow. */
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { perceptron, tasks } from './nets.js';

const steps = 1e5;
const reports = 5;

export interface SoakRow {
  step: number;
  /** Megabytes after a full collection: JavaScript objects, and what typed arrays hold. */
  heapMb: number;
  arraysMb: number;
}

/** The engine's collector, which it gives only to those who ask. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

/** Gradient and Hv of a small network, 10⁵ times: large enough for every backend to take part. */
export function soak(): SoakRow[] {
  const [gradient, hv] = tasks(perceptron(16, 32, 16, 8, 4), 'Double');
  const collect = collector();
  gradient();
  return Array.from({ length: reports + 1 }, (_, report) => {
    for (let step = 0; report > 0 && step < steps / reports; step++) {
      gradient();
      hv();
    }
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return { step: (report * steps) / reports, heapMb: heapUsed / 2 ** 20, arraysMb: arrayBuffers / 2 ** 20 };
  });
}

export function printSoak(rows: readonly SoakRow[]): void {
  console.log('   step   objects MB   arrays MB');
  for (const { step, heapMb, arraysMb } of rows) {
    console.log(`${String(step).padStart(7)}  ${heapMb.toFixed(2).padStart(11)}  ${arraysMb.toFixed(2).padStart(10)}`);
  }
}
