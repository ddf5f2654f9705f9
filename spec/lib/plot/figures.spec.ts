/** @file Spectrum, bars, confusion matrix, check report and weight images: how many marks, and where. */
import { inflateSync } from 'node:zlib';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { optim, torch } from '../../../lib/index.js';
import * as plot from '../../../lib/plot/index.js';
import { marks, numbers, parsed, pieces, places, texts } from './svg.js';

const near = (a: number, b: number): void => assert.ok(Math.abs(a - b) < 0.01, `${a} is not ${b}`);

test('a density is drawn above its floor only, with a band between density − error and + error', async () => {
  const [grid, density, error] = [
    [0, 1, 2, 3, 4, 5, 6],
    [1, 1e-4, 0, 0, 0, 1e-4, 1],
    [0, 0, 0, 0, 0, 0, 9],
  ];
  const root = parsed(await plot.spectrumDensity({ grid, density, error }, { floor: 1e-6 }));
  const drawn = pieces(marks(root, 'line', 'path')[0]);
  // Down to the floor at 2 and up from it at 4; nothing at 3.
  assert.equal(
    drawn.map((piece) => piece.length),
    [3, 3],
  );
  const [[, one], [, small], [, floor]] = drawn[0];
  near((small - one) / (floor - one), 4 / 6);
  const [[band]] = [pieces(marks(root, 'area', 'path')[0])];
  const top = Math.min(...band.map(([, y]) => y));
  // 10 stands one decade of seven above 1.
  near((one - top) / (floor - top), 1 / 7);
});

test('bars begin at zero, are as long as their values, and negative ones have another colour', async () => {
  const root = parsed(await plot.eigenvalueBars([4, -1, NaN, 2]));
  const bars = marks(root, 'bar', 'rect');
  const [x, width] = [numbers(bars, 'x'), numbers(bars, 'width')];
  assert.is(bars.length, 3);
  near(width[0], 4 * width[1]);
  near(width[0], 2 * width[2]);
  near(x[0], x[2]);
  near(x[1] + width[1], x[0]);
  assert.equal(
    bars.map((bar) => bar.getAttribute('fill')),
    ['var(--series-0)', 'var(--bad)', 'var(--series-0)'],
  );
  assert.equal(texts(root, 'y-axis tick label'), ['λ1', 'λ2', 'λ3', 'λ4']);
  assert.equal(texts(root, 'text'), ['4', '−1', 'NaN', '2']);
});

test('bars of modules may share a name, and have a line of one standard error on each side', async () => {
  const bars = [
    { name: 'Linear', value: 10, error: 2 },
    { name: 'Linear', value: 6 },
  ];
  const root = parsed(await plot.moduleBars(bars));
  const [bar] = marks(root, 'bar', 'rect');
  const unit = Number(bar.getAttribute('width')) / 10;
  const [[[from], [to]]] = pieces(marks(root, 'link', 'path')[0]);
  near(to - from, 4 * unit);
  near(to, Number(bar.getAttribute('x')) + 12 * unit);
  assert.equal(texts(root, 'y-axis tick label'), ['Linear', 'Linear']);
});

test('bars of zeros alone have an axis around zero', async () => {
  const root = parsed(await plot.eigenvalueBars([0, 0]));
  assert.ok(texts(root, 'x-axis tick label').includes('0'));
});

test('a confusion matrix has truth from top to bottom, prediction across, and shares of rows as opacity', async () => {
  const matrix = optim.ConfusionMatrix(['cat', 'dog', 'emu']);
  // Three cats right, one taken for an emu; a dog for a cat; no emu came.
  for (let i = 0; i < 3; i++) matrix.add(0, 0);
  matrix.add(2, 0);
  matrix.add(0, 1);
  const root = parsed(await plot.confusionMatrix(matrix));
  const cells = marks(root, 'cell', 'rect');
  assert.equal(numbers(cells, 'fill-opacity'), [0.75, 0, 0.25, 1, 0, 0, 0, 0, 0]);
  const [x, y] = [numbers(cells, 'x'), numbers(cells, 'y')];
  assert.ok(x[0] < x[1] && x[1] < x[2] && y[0] === y[1] && y[0] < y[3] && y[3] < y[6]);
  assert.equal(texts(root, 'text'), ['3', '1', '1']);
  const [[, first]] = places(marks(root, 'text', 'text'));
  near(first, y[0] + Number(cells[0].getAttribute('height')) / 2);
  assert.match(root.textContent, '3 of 5 right (60.00 %)');
});

test('a confusion matrix with labels from 1, and one of nothing', async () => {
  const root = parsed(await plot.confusionMatrix(optim.ConfusionMatrix(3, [], 1)));
  assert.equal(texts(root, 'x-axis tick label'), ['1', '2', '3']);
  assert.match(root.textContent, 'nothing counted');
});

test('of forty classes the cells that are not empty are drawn, without counts', async () => {
  const matrix = optim.ConfusionMatrix(40);
  // Class 2 taken for 1.
  matrix.add(1, 2);
  const root = parsed(await plot.confusionMatrix(matrix));
  const [cell, ...others] = marks(root, 'cell', 'rect');
  assert.is(others.length, 0);
  const side = Number(cell.getAttribute('width'));
  near(Number(cell.getAttribute('x')) - side, places(marks(root, 'x-axis tick label', 'text'))[0][0] - side / 2);
  assert.equal(texts(root, 'text'), []);
});

const verdict = (error: number, bound: number, passed: boolean, property = 'p') => ({
  property,
  passed,
  error,
  bound,
  message: '',
});

test('a check report has an error and a bound in each row, on one logarithmic axis', async () => {
  const verdicts = [
    verdict(1e-12, 1e-8, true),
    verdict(0, 1e-8, true),
    verdict(1e-4, 1e-8, false),
    verdict(NaN, 1e-8, false),
    verdict(Infinity, 0, false),
  ];
  const root = parsed(await plot.checkReport({ subject: 'Linear', verdicts }));
  const dots = marks(root, 'dot', 'circle');
  const x = numbers(dots, 'cx');
  assert.is(x[0], x[1]);
  assert.is(x[2], x[3]);
  assert.is(x[2], x[4]);
  const bounds = numbers(marks(root, 'tick', 'line'), 'x1');
  assert.is(bounds.length, 4);
  // 10⁻⁸ is half-way between 10⁻¹² and 10⁻⁴.
  near(bounds[0], (x[0] + x[2]) / 2);
  assert.equal(
    dots.map((dot) => dot.getAttribute('fill')),
    ['good', 'good', 'bad', 'bad', 'bad'].map((name) => `var(--${name})`),
  );
  assert.equal(texts(root, 'text'), ['10⁻¹²', '0', '0.0001', 'NaN', '∞']);
  assert.match(root.textContent, '3 of 5 properties fail');
});

test('a report of properties that could not be measured is drawn too', async () => {
  const root = parsed(
    await plot.checkReport({ subject: 'x', verdicts: [verdict(NaN, NaN, false), verdict(0, 0, true)] }),
  );
  assert.equal(texts(root, 'text'), ['NaN', '0']);
  assert.is(marks(root, 'tick', 'line').length, 0);
});

/** The pixels of a grey PNG, by zlib. */
function pixelsOf(image: Element): { width: number; height: number; lines: number[][] } {
  const bytes = Buffer.from((image.getAttribute('href') ?? '').replace('data:image/png;base64,', ''), 'base64');
  assert.is(bytes.subarray(1, 4).toString(), 'PNG');
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const data = inflateSync(bytes.subarray(41, 41 + bytes.readUInt32BE(33)));
  const lines = Array.from({ length: height }, (_, y) => [
    ...data.subarray(y * (width + 1) + 1, (y + 1) * (width + 1)),
  ]);
  return { width, height, lines };
}

test('weights are an image for each row: black −m, middle grey 0, white m', async () => {
  const weight = torch.Tensor([
    [2, -2, 0, 1],
    [0, 0, NaN, -1],
  ]);
  const root = parsed(await plot.weightImages(weight));
  const images = [...root.querySelectorAll('image')];
  assert.is(images.length, 2);
  // 127.5 ± 127.5 · w / 2, rounded.
  assert.equal(pixelsOf(images[0]).lines, [
    [255, 0],
    [128, 191],
  ]);
  assert.equal(pixelsOf(images[1]).lines, [
    [128, 128],
    [0, 64],
  ]);
  assert.is(images[1].textContent, 'unit 1');
  assert.match(root.textContent, '2 units of 2 × 2 inputs; black −2, grey 0, white 2');
});

test('rows that make no square are one line, or as many columns as are asked for, and a hundred are enough', async () => {
  const line = parsed(await plot.weightImages(torch.randn(300, 6)));
  const images = [...line.querySelectorAll('image')];
  assert.is(images.length, 100);
  assert.match(line.textContent, 'the first 100 units');
  assert.is(pixelsOf(images[0]).height, 1);
  const shaped = parsed(await plot.weightImages(torch.zeros(1, 6), { columns: 3 }));
  assert.equal(pixelsOf([...shaped.querySelectorAll('image')][0]).lines, [
    [128, 128, 128],
    [128, 128, 128],
  ]);
});

test('an image with more pixels than a block of zlib holds is whole', async () => {
  const weight = torch.zeros(1, 300 * 300);
  weight.set(0, 89999, 1);
  const root = parsed(await plot.weightImages(weight));
  const { width, height, lines } = pixelsOf([...root.querySelectorAll('image')][0]);
  assert.equal([width, height, lines[299][299], lines[0][0]], [300, 300, 255, 128]);
});

test.run();
