/** @file The pages of the repository: their programs compile, run and print what they say; what they state holds. */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModule } from '../lib/check/index.js';
import * as curvature from '../lib/curvature/index.js';
import { counting, js, useKernels } from '../lib/kernels/index.js';
import type { Module } from '../lib/nn/module.js';
import { nn } from '../lib/nn.js';
import { type Tensor, torch } from '../lib/tensor/index.js';
import { parse } from '../tools/arguments.js';
import { commands } from '../tools/main.js';
import { complaints, programsIn, promised, run, text } from './markdown.js';

const pages = [
  'README.md',
  'docs/r-operator.md',
  'docs/architecture.md',
  'docs/linear-algebra.md',
  'docs/curvature.md',
  'docs/commands.md',
];
const programs = pages.flatMap((page) =>
  programsIn(page).map((code, i) => ({
    name: `program ${i} of ${page}`,
    path: `${page.replace(/\W/g, '-')}-${i}.ts`,
    code,
  })),
);

/** The right-hand column of README's table of translations, one statement each. */
const translations = [...text('README.md').matchAll(/^\| .*? \| (.*) \|$/gm)]
  .filter(([row]) => text('README.md').indexOf(row) > text('README.md').indexOf('| Lua Torch | here |'))
  .flatMap(([, cell]) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code))
  .filter((code) => !/^import|^feval$|^\{/.test(code));
const surroundings = `import { nn, optim, torch } from './lib/index.js';
const net = nn.Sequential().add(nn.Linear(3, 3));
const [x, y, gradient] = [torch.rand(3, 3), torch.rand(3, 3), torch.rand(12)];
const feval = () => ({ loss: 1, gradient });
{ const w = net.getParameters()[0]; SGD; }
`;
const sgd = translations.filter((code) => code.startsWith('optim.')).join(';');
const rest = translations.filter((code) => !code.startsWith('optim.')).map((code) => `{ ${code}; }`);
const translated = `${surroundings.replace('SGD', sgd)}${rest.join('\n')}\n`;

const [activation] = programsIn('CONTRIBUTING.md');

test('programs and translations compile', () => {
  assert.ok(programs.length >= 4, `expected four programs at least, got ${programs.length}`);
  assert.ok(translations.length >= 20, `expected twenty translations at least, got ${translations.length}`);
  const files = Object.fromEntries(programs.map(({ path, code }) => [path, code]));
  assert.equal(complaints({ ...files, 'translated.ts': translated, 'modules/soft-sign.ts': activation }), []);
});

test('translations run', async () => {
  await run(translated);
});

for (const { name, code } of programs) {
  test(`${name} prints what it says`, async () => {
    assert.equal((await run(code)).printed, promised(code));
  });
}

test("README's Hv is the difference of gradients, to the digits that differences have", async () => {
  const { exports } = await run(`${programsIn('README.md')[0]}export { model, hessian, v, Hv };`);
  const { model, hessian, v, Hv } = exports as {
    model: Module;
    hessian: curvature.CurvatureOperator;
    v: Tensor;
    Hv: Tensor;
  };
  const [w] = model.getParameters();
  const start = w.clone();
  const gradientAt = (r: number): Tensor => {
    w.copy(start).add(r, v);
    return hessian.evaluate().gradient.clone();
  };
  const h = 1e-5;
  const difference = gradientAt(h)
    .add(-1, gradientAt(-h))
    .div(2 * h);
  const error = difference.add(-1, Hv).norm() / Hv.norm();
  assert.ok(error < 1e-8, `expected a relative error below 1e-8, got ${error}`);
});

test("CONTRIBUTING's activation passes checkModule", async () => {
  const { SoftSign } = (await run(activation, 'modules')).exports as { SoftSign: new () => Module };
  const module = new SoftSign();
  const report = checkModule(
    module,
    torch.Tensor([
      [-2, -0.5, 0.25],
      [1, 3, 700],
    ]),
  );
  assert.ok(report.passed, report.toString());
  assert.equal((module.forward(torch.Tensor([-3, 1])) as Tensor).toArray(), [-0.75, 0.5]);
});

test("docs/r-operator.md's multiply-adds are those of a gradient, an R pass and a Gauss-Newton product", () => {
  const [p1, p] = [784 * 512, 512 * 256 + 256 * 10];
  const page = text('docs/r-operator.md');
  for (const figure of [p1, p, 2 * p1 + 3 * p, 2 * p1 + 6 * p]) {
    assert.ok(
      page.includes(figure.toLocaleString('en-US')),
      `docs/r-operator.md: expected ${figure}, got no such figure`,
    );
  }
  const rows = 2;
  const biases = rows * (512 + 256 + 10);
  const model = nn.Sequential();
  for (const [n, m] of [
    [784, 512],
    [512, 256],
    [256, 10],
  ])
    model.add(nn.Linear(n, m)).add(nn.Tanh());
  model.add(nn.LogSoftMax());
  const criterion = nn.ClassNLLCriterion();
  const counter = counting(js);
  const previous = useKernels(counter);
  try {
    const count = (work: () => void): number => {
      counter.reset();
      work();
      return counter.multiplyAdds;
    };
    const batch = [torch.randn(rows, 784), torch.Tensor([3, 8])] as const;
    const hessian = curvature.hessian(model, criterion, ...batch);
    const v = torch.randn(hessian.size);
    const out = v.clone();
    assert.is(
      count(() => hessian.evaluate()),
      rows * (2 * p1 + 3 * p) + biases,
    );
    assert.is(
      count(() => hessian.apply(v, out)),
      rows * (2 * p1 + 6 * p) + biases,
    );
    const gaussNewton = curvature.gaussNewton(model, criterion, ...batch);
    assert.is(
      count(() => gaussNewton.apply(v, out)),
      rows * (2 * p1 + 4 * p) + biases,
    );
  } finally {
    useKernels(previous);
  }
});

test("README's and docs/commands.md's calls of rop are understood", () => {
  const pages = text('README.md') + text('docs/commands.md');
  const calls = [...pages.matchAll(/^rop (.+)$/gm)].map(([, line]) => line.split(' '));
  assert.ok(calls.length >= 4, `expected four calls at least, got ${calls.length}`);
  for (const [name, ...args] of calls) {
    const command = commands.find((known) => known.name === name);
    assert.ok(command, `rop ${name}: expected a command`);
    parse(command, args);
  }
  const named = new Set([...pages.matchAll(/`--([a-z-]+)/g)].map(([, name]) => name));
  assert.equal(
    [...named].filter((name) => name !== 'help' && !commands.some(({ options }) => Object.hasOwn(options, name))),
    [],
  );
});

test("README's and CONTRIBUTING's npm scripts exist", () => {
  const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
  const pages = `${text('README.md')}${text('CONTRIBUTING.md')}`;
  const named = [...pages.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name);
  assert.ok(named.length > 0);
  assert.equal(
    named.filter((name) => !Object.hasOwn(scripts, name)),
    [],
  );
});

/** The floors of docs/architecture.md, lowest first, by the beginnings of their paths. */
const floors = [
  ['lib/kernels/'],
  ['lib/tensor/'],
  ['lib/nn/'],
  ['modules/'],
  ['criteria/'],
  ['lib/classes.', 'lib/registry.'],
  ['lib/io/'],
  ['lib/plot/numbers.'],
  ['lib/plot/sparkline.'],
  ['lib/curvature/', 'lib/check/'],
  ['lib/optim/'],
  ['lib/torch.', 'lib/nn.'],
  ['lib/lua/', 'lib/plot/'],
  ['lib/index.'],
  ['tools/'],
];

test('imports go down', () => {
  const beginnings = floors.flat();
  const placeOf = (path: string): string => beginnings.find((beginning) => path.startsWith(beginning)) ?? '';
  const floorOf = (path: string): number => floors.findIndex((floor) => floor.includes(placeOf(path)));
  const faults: string[] = [];
  for (const top of ['lib', 'modules', 'criteria', 'tools']) {
    for (const name of readdirSync(new URL(`../${top}`, import.meta.url), { recursive: true, encoding: 'utf8' })) {
      const file = join(top, name);
      if (!file.endsWith('.ts')) continue;
      for (const [, specifier] of text(file).matchAll(/^(?:import|export)\b[^;]*? from '(\.[^']+)'/gm)) {
        const target = join(dirname(file), specifier);
        const registry = floors[5].includes(placeOf(file)) && floors[5].includes(placeOf(target));
        if (placeOf(target) !== placeOf(file) && !registry && floorOf(target) >= floorOf(file)) {
          faults.push(`${file} imports ${specifier}`);
        }
      }
    }
  }
  assert.equal(faults, []);
});

test.run();
