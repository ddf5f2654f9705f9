/** @file What holds of every picture: strict XML, no address, escaped text, labels, colours for light and dark. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { check, nn, optim, torch } from '../../../lib/index.js';
import * as plot from '../../../lib/plot/index.js';
import { parsed, rejected, texts } from './svg.js';

const test = suite('pictures');

const awkward = `<script>&amp;"'\u0001\ud800 é`;
const readable = `<script>&amp;"' é`;
const titled = { title: awkward };
const matrix = optim.ConfusionMatrix([awkward, 'b', 'c']);
matrix.add(0, 1);
const spectrum = { grid: torch.range(0, 4), density: torch.ones(5), error: torch.zeros(5) };
const verdict = { property: awkward, passed: true, error: 1e-12, bound: 1e-8, message: '' };
const steps = [-1, 0, 1];
const log = optim.Logger(undefined, false, () => undefined);

interface Case {
  name: string;
  picture: (options: plot.PictureOptions) => Promise<string>;
  /** The labels of both axes, where there are axes. */
  axes: string[];
}

const curve = (name: string): plot.Curve => ({ name, points: [1, 2].map((loss) => ({ loss, iteration: loss })) });
const cases: Case[] = [
  { name: 'lossCurves', picture: (o) => plot.lossCurves([curve(awkward)], o), axes: ['iteration', 'loss'] },
  {
    name: 'spectrumDensity',
    picture: (o) => plot.spectrumDensity(spectrum, o),
    axes: ['eigenvalue', 'density (per unit of eigenvalue)'],
  },
  { name: 'eigenvalueBars', picture: (o) => plot.eigenvalueBars([1, -2], o), axes: ['eigenvalue'] },
  {
    name: 'moduleBars',
    picture: (o) => plot.moduleBars([{ name: awkward, value: 3 }], { ...o, label: 'trace' }),
    axes: ['trace'],
  },
  {
    name: 'lossContour',
    picture: (o) => plot.lossContour(steps, steps, torch.range(1, 9), o),
    axes: ['step along direction 1 (units of its length)', 'step along direction 2 (units of its length)'],
  },
  {
    name: 'lossLine',
    picture: (o) => plot.lossLine(steps, steps, { ...o, labels: [awkward] }),
    axes: [readable, 'loss'],
  },
  { name: 'weightImages', picture: (o) => plot.weightImages(torch.range(1, 8).view(2, 4), o), axes: [] },
  { name: 'confusionMatrix', picture: (o) => plot.confusionMatrix(matrix, o), axes: ['predicted class', 'true class'] },
  {
    name: 'checkReport',
    picture: (o) => plot.checkReport({ subject: 'x', verdicts: [verdict] }, o),
    axes: ['largest error, relative to the size of what is compared'],
  },
];

for (const { name, picture, axes } of cases) {
  test(`${name} is strict XML with a title, labelled axes and no address but the namespace`, async () => {
    const text = await picture(titled);
    const root = parsed(text);
    assert.is(root.querySelector('title')?.textContent, readable);
    assert.equal([...texts(root, 'x-axis label'), ...texts(root, 'y-axis label')], axes);
    assert.equal(text.match(/https?:[^"]*/g), ['http://www.w3.org/2000/svg']);
    assert.not.match(text, '<script');
    assert.not.match(text, /NaN|Infinity/);
  });

  test(`${name} has every colour it uses in both themes`, async () => {
    const text = await picture(titled);
    const [light, dark] =
      parsed(text).querySelector('style')?.textContent.split('@media (prefers-color-scheme:dark)') ?? [];
    for (const [, variable] of text.matchAll(/var\((--[\w-]+)\)/g)) {
      assert.match(light, `${variable}:#`);
      assert.match(dark, `${variable}:#`);
    }
    assert.is(parsed(text).querySelector('rect')?.getAttribute('fill'), 'var(--paper)');
  });
}

/** The relative luminance of an sRGB colour, and the contrast of two (WCAG 2.1). */
function contrast(a: string, b: string): number {
  const luminance = (hex: string): number =>
    [1, 3, 5]
      .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
      .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
      .reduce((sum, c, i) => sum + [0.2126, 0.7152, 0.0722][i] * c, 0);
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

test('text stands out from the paper by 4.5 to 1 and lines by 3 to 1, in both themes', async () => {
  const style = parsed(await plot.eigenvalueBars([1])).querySelector('style')?.textContent ?? '';
  for (const rules of style.split('@media')) {
    const colours = new Map([...rules.matchAll(/--([\w-]+):(#\w{6})/g)].map(([, name, value]) => [name, value]));
    const paper = colours.get('paper') as string;
    assert.ok(colours.size >= 14);
    for (const [name, value] of colours) {
      const least = ['ink', 'faint'].includes(name)
        ? 4.5
        : name.startsWith('series') || ['good', 'bad'].includes(name)
          ? 3
          : 1;
      assert.ok(contrast(value, paper) >= least, `${name} ${value} on ${paper}: ${contrast(value, paper)}`);
    }
  }
});

test('a title that is too long ends in an ellipsis on the picture and is whole in the element', async () => {
  const root = parsed(await plot.lossLine(steps, steps, { title: 'x'.repeat(300) }));
  const shown = [...root.querySelectorAll('text')].find((text) => text.getAttribute('font-weight') === '600');
  assert.match(shown?.textContent ?? '', /^x{50,100}…$/);
  assert.is(root.querySelector('title')?.textContent.length, 300);
});

const refusals: [string, () => Promise<string>, typeof RangeError | typeof TypeError, string][] = [
  ['no curves', () => plot.lossCurves([]), RangeError, 'plot.lossCurves: expected at least one curve, got none'],
  [
    'a curve without points',
    () => plot.lossCurves([{ name: 'sgd', points: [] }]),
    RangeError,
    'plot.lossCurves: expected points in the curve sgd, got none',
  ],
  [
    'nothing that a logarithm has',
    () => plot.lossCurves([{ name: 'a', points: [{ iteration: 1, loss: 0 }] }]),
    RangeError,
    'plot.lossCurves: expected at least one positive value, got none',
  ],
  [
    'points without what is across',
    () => plot.lossCurves([curve('a')], { against: 'seconds' }),
    TypeError,
    'plot.lossCurves: expected seconds at every point of a, got none',
  ],
  [
    'a range that is not finite',
    () => plot.lossLine([0, 1], [-1.7e308, 1.7e308]),
    RangeError,
    'plot.lossLine: expected values whose range is finite, got -1.7e+308 to 1.7e+308',
  ],
  ['no losses', () => plot.lossLine([], []), RangeError, 'plot.lossLine: expected at least one finite value, got none'],
  [
    'a log without numbers',
    () => plot.logCurves(log),
    RangeError,
    'plot.lossCurves: expected at least one curve, got none',
  ],
  [
    'a density at other places',
    () => plot.spectrumDensity({ ...spectrum, density: torch.ones(4) }),
    RangeError,
    'plot.spectrumDensity: expected density and error at 5 places, got 4 and 5',
  ],
  [
    'a floor of 0',
    () => plot.spectrumDensity(spectrum, { floor: 0 }),
    RangeError,
    'plot.spectrumDensity: expected a floor between 0 and 1, got 0',
  ],
  [
    'no eigenvalues',
    () => plot.eigenvalueBars([]),
    RangeError,
    'plot.eigenvalueBars: expected at least one value, got none',
  ],
  [
    'no finite eigenvalue',
    () => plot.eigenvalueBars([NaN, Infinity]),
    RangeError,
    'plot.eigenvalueBars: expected at least one finite value, got none',
  ],
  [
    'losses that do not fill the grid',
    () => plot.lossContour(steps, steps, [1]),
    RangeError,
    'plot.lossContour: expected 3 × 3 losses, got 1',
  ],
  [
    'steps that are not even',
    () => plot.lossContour([0, 1, 3], steps, torch.ones(9)),
    RangeError,
    'plot.lossContour: expected steps that rise evenly, got 0, 1, 3 …',
  ],
  [
    'a single step',
    () => plot.lossContour([0], steps, torch.ones(3)),
    RangeError,
    'plot.lossContour: expected 2 steps at least in each direction, got 1',
  ],
  [
    'losses that are all NaN',
    () => plot.lossContour(steps, steps, Array(9).fill(NaN)),
    RangeError,
    'plot.lossContour: expected at least one finite value, got none',
  ],
  [
    'losses whose range is not finite',
    () => plot.lossContour([0, 1], [0, 1], [-1.7e308, 1.7e308, 0, 0]),
    RangeError,
    'plot.lossContour: expected values whose range is finite, got -1.7e+308 to 1.7e+308',
  ],
  [
    'weights that are no matrix',
    () => plot.weightImages(torch.ones(3)),
    RangeError,
    'plot.weightImages: expected a matrix, got DoubleTensor(3)',
  ],
  [
    'columns that do not divide a row',
    () => plot.weightImages(torch.ones(2, 6), { columns: 4 }),
    RangeError,
    'plot.weightImages: expected columns that divide a row of 6, got 4',
  ],
  [
    'no verdicts',
    () => plot.checkReport({ subject: 'x', verdicts: [] }),
    RangeError,
    'plot.checkReport: expected at least one verdict, got none',
  ],
];
for (const [what, work, Kind, message] of refusals) {
  test(`${what} is refused`, async () => {
    const error = await rejected(work());
    assert.is(error.message, message);
    assert.is(error.constructor, Kind);
  });
}

test('the report of a real check is drawn, a row for each property', async () => {
  const report = check.checkModule(nn.Linear(3, 2), torch.randn(2, 3));
  const root = parsed(await plot.checkReport(report));
  assert.equal(
    texts(root, 'y-axis tick label'),
    report.verdicts.map(({ property }) => property),
  );
});

test.run();
