/** @file .t7 files beside plain buffers: the same bytes, read and written as they are. */
import { closeSync, fsyncSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tensor } from '../../lib/tensor/index.js';
import { torch } from '../../lib/torch.js';
import { medians } from './measure.js';

export interface IoRow {
  task: string;
  content: string;
  megabytes: number;
  /** Megabytes a second, and those of a buffer of the same size. */
  speed: number;
  plainSpeed: number;
  /** How many times as fast as the buffer. */
  ratio: number;
}

const contents: readonly [name: string, make: () => Tensor | Tensor[]][] = [
  ['1 × 8e6 doubles', () => torch.DoubleTensor(8e6).fill(Math.PI)],
  ['1 × 8e6 longs', () => torch.LongTensor(8e6).fill(-5)],
  ['1000 × 1000 floats', () => Array.from({ length: 1000 }, () => torch.FloatTensor(1000).fill(0.1))],
];

/** To the device, as `torch.save` does. */
function writeSynced(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'w');
  writeFileSync(file, bytes);
  fsyncSync(file);
  closeSync(file);
}

function writeFile(path: string, value: unknown): void {
  const file = torch.DiskFile(path, 'w').binary();
  file.writeObject(value);
  file.close();
}

export function ioRows(): IoRow[] {
  const folder = mkdtempSync(join(tmpdir(), 'rop-bench-'));
  const path = join(folder, 'x.t7');
  try {
    return contents.flatMap(([content, make]) => {
      const value = make();
      const bytes = torch.serialize(value);
      torch.save(path, value);
      const tasks: [task: string, ours: () => unknown, plain: () => unknown][] = [
        ['torch.load', () => torch.load(path), () => readFileSync(path)],
        ['DiskFile.writeObject', () => writeFile(path, value), () => writeFileSync(path, bytes)],
        ['torch.save', () => torch.save(path, value), () => writeSynced(path, bytes)],
        ['torch.serialize', () => torch.serialize(value), () => Buffer.from(bytes)],
        ['torch.deserialize', () => torch.deserialize(bytes), () => Buffer.from(bytes)],
      ];
      return tasks.map(([task, ours, plain]) => {
        const [time, plainTime] = medians([ours, plain], 7, 50);
        const megabytes = bytes.length / 1e6;
        const [speed, plainSpeed] = [time, plainTime].map((ms) => (1000 * megabytes) / ms);
        return { task, content, megabytes, speed, plainSpeed, ratio: speed / plainSpeed };
      });
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function printIo(rows: readonly IoRow[]): void {
  console.log('task                  content                 MB      MB/s  buffer MB/s  ratio');
  for (const { task, content, megabytes, speed, plainSpeed, ratio } of rows) {
    const figures = [
      megabytes.toFixed(1).padStart(6),
      speed.toFixed(0).padStart(9),
      plainSpeed.toFixed(0).padStart(12),
    ];
    console.log(`${task.padEnd(22)}${content.padEnd(20)}${figures.join(' ')}  ${ratio.toFixed(2).padStart(5)}`);
  }
}
