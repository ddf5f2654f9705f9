/** @file Memory that a task takes: the peak of the process over what it had before. */
import { readFileSync, writeFileSync } from 'node:fs';

/** Megabytes by which the process's resident memory exceeds, while `task` runs, what it was; undefined where Linux's /proc is not. */
export function memoryPeak(task: () => void): number | undefined {
  try {
    // Lets the peak begin anew, at what is resident now.
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    return undefined;
  }
  const before = residentPeak();
  task();
  return residentPeak() - before;
}

function residentPeak(): number {
  const line = readFileSync('/proc/self/status', 'utf8').match(/^VmHWM:\s*(\d+) kB$/m);
  return Number(line?.[1]) / 1024;
}
