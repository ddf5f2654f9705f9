#!/usr/bin/env node
/** @file The `rop` command, connected to the process. */
import process from 'node:process';

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // The reader has gone, as in `rop … | head`: there is nobody to tell. Files are written in one go, so none is cut.
    if (error.code === 'EPIPE') process.exit(0);
    if (stream === process.stdout) process.stderr.write(`rop: cannot write to standard output: ${error.message}\n`);
    process.exit(1);
  });
}

try {
  // Loaded here and not above, so that a wrong ROP_BACKEND, which the library refuses to start with, is one line too.
  const { main } = await import('./main.js');
  process.exitCode = await main(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    signals: process,
    exit: (code) => process.exit(code),
  });
} catch (error) {
  process.stderr.write(`rop: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 2;
}
