/** @file rop landscape: the loss of a saved model along one or two directions. */
import { basename } from 'node:path';
import { lossContour, lossLine, type PagePart, sparkline } from '../../lib/plot/index.js';
import { shown } from '../../lib/plot/numbers.js';
import { Tensor } from '../../lib/tensor/index.js';
import type { Command } from '../arguments.js';
import { outputFile } from '../output-file.js';
import type { LandscapeFound } from './curvature/landscape-work.js';
import { kinds, outOption, sayLeftOut, write } from './curvature/output.js';
import { subjectNotes, subjectOptions } from './curvature/subject.js';
import { runWork } from './curvature/thread.js';
import { exitCodes } from './train/interruption.js';

function labels({ directions, eigenvalues, lengths }: LandscapeFound): string[] {
  return lengths.map((length, i) =>
    eigenvalues
      ? `step along eigenvector ${i + 1}, λ = ${shown(eigenvalues[i])} (units of length 1)`
      : `step along ${directions} direction ${i + 1} (units of length ${shown(length)})`,
  );
}

const numbers = ({ losses }: LandscapeFound): number[] => losses.map((loss) => loss ?? NaN);

function picture(found: LandscapeFound): Promise<string> {
  const { coordinates, lengths } = found;
  const options = { title: 'Loss around the model', labels: labels(found) };
  if (lengths.length === 1) return lossLine(coordinates, numbers(found), options);
  const n = coordinates.length;
  // The first direction goes across.
  return lossContour(coordinates, coordinates, Tensor.from('Double', numbers(found)).view(n, n).t(), options);
}

function summary(found: LandscapeFound): [string, string][] {
  const finite = numbers(found).filter(Number.isFinite);
  return [
    ['rows', String(found.rows)],
    ['parameters', String(found.parameters)],
    ['loss', shown(found.loss)],
    ['smallest', shown(finite.reduce((a, b) => Math.min(a, b), Infinity))],
    ['largest', shown(finite.reduce((a, b) => Math.max(a, b), -Infinity))],
    ['points', `${finite.length} of ${found.losses.length} are finite`],
    ...labels(found).map((label, i): [string, string] => [`direction ${i + 1}`, label]),
  ];
}

function textOf(found: LandscapeFound): string {
  const lines = summary(found).map(([name, value]) => `${name.padEnd(11)}  ${value}\n`);
  const course = found.lengths.length === 1 ? `\n${sparkline(numbers(found), { width: 60 })}\n` : '';
  return lines.join('') + course;
}

async function parts(found: LandscapeFound): Promise<PagePart[]> {
  return [
    { head: ['', ''], rows: summary(found) },
    ...(found.leftOut.length > 0 ? [{ text: `Interrupted; left out: ${found.leftOut.join(', ')}.` }] : []),
    { svg: await picture(found) },
  ];
}

/** `rop landscape` */
export const landscape: Command = {
  name: 'landscape',
  summary: 'Shows the loss of a saved model along one or two directions.',
  usage: 'MODEL --data FILE [OPTIONS]',
  positional: 'MODEL',
  options: {
    ...subjectOptions,
    directions: {
      value: 'NAME',
      help: 'eigenvectors of largest size of the matrix, or random; eigenvectors by default',
    },
    dimensions: { value: '1|2', help: 'a line or a plane; 2 by default' },
    radius: { value: 'X', help: 'how far to go both ways, in lengths of the directions; 1 by default' },
    points: { value: 'N', help: 'places along each direction; 41 on a line, 21 by 21 in a plane by default' },
    out: outOption,
    json: { help: 'write one JSON object' },
  },
  notes: [
    ...subjectNotes,
    '',
    'Eigenvectors have length 1; random directions are as long as the vector of all parameters.',
    'Ctrl-C ends the work; the points that are done are told and written all the same.',
    'Pictures need the packages @observablehq/plot and linkedom.',
  ],
  run: async (args, io) => {
    const out = await outputFile(args, 'out', kinds);
    const { result: found, signal } = await runWork('landscape', args, io);
    if (found) io.stdout.write(args.switches.has('json') ? `${JSON.stringify(found)}\n` : textOf(found));
    if (signal) sayLeftOut('landscape', signal, found?.leftOut ?? ['all points'], io);
    const title = `Loss of ${basename(args.positionals[0])} on ${basename(args.values.get('data') ?? '')}`;
    if (found && out !== undefined) {
      await write(out, { title, found, picture: () => picture(found), parts: () => parts(found) });
    }
    return signal ? exitCodes[signal] : 0;
  },
};
