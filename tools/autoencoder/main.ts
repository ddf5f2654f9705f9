/**
 * @file `npm run autoencoder [-- --rows 200 --budget 2000 --seed 1 --jobs 2 --out docs]`: trains the deep autoencoder by Hessian-free optimisation
 * and by sgd on one budget of gradient-equivalents, each run in a process of its own, and writes docs/autoencoder.md with its picture.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeAtomically } from '../../lib/io/atomic.js';
import { NonFiniteLossError } from '../../lib/optim/index.js';
import { lossCurves } from '../../lib/plot/index.js';
import { type Course, page } from './page.js';
import { makeProblem } from './problem.js';
import { BATCH, type Point, runHf, runSgd, type SgdRun } from './runs.js';

/** The runs, by name; all but hf are of sgd. */
const runs: ReadonlyMap<string, SgdRun | undefined> = new Map<string, SgdRun | undefined>([
  ['hf', undefined],
  ['sgd 0.005', { learningRate: 0.005 }],
  ['sgd 0.01', { learningRate: 0.01 }],
  ['sgd 0.02', { learningRate: 0.02 }],
  [`sgd 0.005, of ${BATCH}`, { learningRate: 0.005, batch: BATCH }],
  [`sgd 0.01, of ${BATCH}`, { learningRate: 0.01, batch: BATCH }],
]);

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '200' },
    budget: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: String(availableParallelism()) },
    out: { type: 'string', default: 'docs' },
    // What this file starts itself with.
    run: { type: 'string' },
  },
});

function whole(name: 'rows' | 'budget' | 'seed' | 'jobs', least: number): number {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value >= least) return value;
  console.error(`autoencoder: --${name}: expected a whole number from ${least} up, got '${values[name]}'`);
  process.exit(2);
}
const [rows, budget, seed, jobs] = [whole('rows', BATCH), whole('budget', 1), whole('seed', 0), whole('jobs', 1)];

/** One run; its points are lines of JSON. */
function runHere(name: string): void {
  const say = (point: Point, more: string): void => console.log(JSON.stringify({ ...point, more }));
  const problem = makeProblem(rows, seed);
  const sgdRun = runs.get(name);
  if (sgdRun === undefined) runHf(problem, budget, say);
  else {
    try {
      runSgd(problem, budget, sgdRun, say);
    } catch (error) {
      // A rate that is too large is a result, too.
      if (!(error instanceof NonFiniteLossError)) throw error;
      console.error(`${name}: ${error.message}`);
    }
  }
}

async function runApart(name: string): Promise<Course> {
  const args = ['--rows', rows, '--budget', budget, '--seed', seed, '--run', name].map(String);
  const child = spawn(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const points: Point[] = [];
  for await (const line of createInterface(child.stdout)) {
    const { more, ...point } = JSON.parse(line) as Point & { more: string };
    points.push(point);
    const figures = [point.gradients.toFixed(0), point.crossEntropy.toFixed(2), point.squared.toFixed(3)];
    console.log(
      `${name.padEnd(18)} ${figures.map((x) => x.padStart(8)).join(' ')} ${point.seconds.toFixed(0).padStart(6)} s  ${more}`,
    );
  }
  if ((await ended) !== 0 || points.length === 0) throw new Error(`${name}: the run came to no end`);
  return { name, points };
}

async function runAll(): Promise<void> {
  console.log('method                 work nats/img. sq./img.');
  const courses: Course[] = [];
  const queue = [...[...runs.keys()].entries()];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) courses[next[0]] = await runApart(next[1]);
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  const picture = await lossCurves(
    courses.map(({ name, points }) => ({
      name,
      points: points.map(({ gradients, squared }) => ({ gradients, loss: squared })),
    })),
    { against: 'gradients', title: 'Training error of the deep autoencoder', label: 'squared error of an image' },
  );
  // Targets as outputs: what no network can be below.
  const { images, criterion } = makeProblem(rows, seed);
  const conditions = { rows, budget, seed, floor: criterion.forward(images, images) };
  writeAtomically(join(values.out, 'autoencoder.svg'), picture);
  writeAtomically(join(values.out, 'autoencoder.md'), page(courses, conditions));
}

if (values.run === undefined) await runAll();
else runHere(values.run);
