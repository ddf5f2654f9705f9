#!/usr/bin/env node
/** @file The `rop` command, connected to the process. */
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { isMainThread, workerData } from 'node:worker_threads';

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // The reader has gone, as in `rop … | head`: there is nobody to tell. Files are written in one go, so none is cut.
    if (error.code === 'EPIPE') process.exit(0);
    if (stream === process.stdout) process.stderr.write(`rop: cannot write to standard output: ${error.message}\n`);
    process.exit(1);
  });
}

/** What a thread evaluates to become this program: the sources need the loader that the main thread was started with. */
function source(): string {
  const start = `import(${JSON.stringify(import.meta.url)})`;
  if (!import.meta.url.endsWith('.ts')) return start;
  return `import(${JSON.stringify(import.meta.resolve('tsx/esm/api'))}).then((tsx) => { tsx.register(); return ${start}; })`;
}

try {
  if (!isMainThread) {
    const curvature = await import('./commands/curvature/thread.js');
    if (curvature.isTask(workerData)) await curvature.inThread();
    else (await import('./lua/thread.js')).inThread();
  } else {
    // Loaded here and not above, so that a wrong ROP_BACKEND, which the library refuses to start with, is one line too.
    const { main } = await import('./main.js');
    process.exitCode = await main(process.argv.slice(2), {
      stdout: process.stdout,
      stderr: process.stderr,
      input: process.stdin,
      signals: process,
      exit: (code) => process.exit(code),
      program: source(),
      command: [...process.execArgv, fileURLToPath(import.meta.url)],
    });
  }
} catch (error) {
  process.stderr.write(`rop: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 2;
}
