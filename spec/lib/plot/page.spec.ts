/** @file Pages and PNG files. */
import { parseHTML } from 'linkedom';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { eigenvalueBars, html, png } from '../../../lib/plot/index.js';
import { loaded } from '../../../lib/plot/packages.js';
import { fails } from '../../errors.js';
import { rejected } from './svg.js';

const awkward = `<img src=x onerror="a">&'`;

test('a page holds all of its parts, escaped, and needs nothing else', async () => {
  const svg = await eigenvalueBars([1, 2]);
  const page = html(awkward, [
    { heading: awkward },
    { text: awkward },
    {
      head: ['name', awkward],
      rows: [
        [awkward, 1e-9],
        ['b', NaN],
      ],
    },
    { svg, caption: awkward },
  ]);
  const { document } = parseHTML(page);
  for (const tag of ['title', 'h1', 'h2', 'p', 'td', 'figcaption']) {
    assert.is(document.querySelector(tag)?.textContent, awkward, tag);
  }
  assert.equal(
    [...document.querySelectorAll('td')].slice(1).map((cell) => cell.textContent),
    ['10⁻⁹', 'b', 'NaN'],
  );
  const right = [...document.querySelectorAll('.number')].map((cell) => cell.textContent);
  assert.equal(right, [awkward, '10⁻⁹', 'NaN']);
  assert.is(document.querySelectorAll('svg').length, 1);
  assert.is(document.querySelector('img'), null);
  assert.is(document.querySelector('script, link'), null);
  assert.equal(page.match(/https?:[^"]*/g), ['http://www.w3.org/2000/svg']);
  assert.match(page, '@media (prefers-color-scheme:dark)');
});

test('a row of another length than its head is refused', () => {
  fails(
    () => html('', [{ head: ['a'], rows: [[1, 2]] }]),
    RangeError,
    'plot.html: expected rows of 1 cells, got one of 2',
  );
});

/** Width, height and the colour type of a PNG file. */
function headOf(bytes: Uint8Array): number[] {
  const view = Buffer.from(bytes);
  assert.is(view.subarray(1, 4).toString(), 'PNG');
  return [view.readUInt32BE(16), view.readUInt32BE(20)];
}

test('a PNG is as large as the picture times the scale, and differs between the themes', async () => {
  const svg = await eigenvalueBars([1, 2]);
  const [, width, height] = /viewBox="0 0 (\d+(?:\.\d+)?) (\d+(?:\.\d+)?)"/.exec(svg)?.map(Number) ?? [];
  const light = await png(svg, { scale: 1 });
  assert.equal(headOf(light), [Math.round(width), Math.round(height)]);
  assert.equal(headOf(await png(svg)), [Math.round(2 * width), Math.round(2 * height)]);
  assert.not.ok(Buffer.from(light).equals(await png(svg, { scale: 1, theme: 'dark' })));
  assert.ok(Buffer.from(light).equals(await png(svg, { scale: 1, theme: 'light' })));
});

test('a scale that is not positive is refused', async () => {
  const { message } = await rejected(png('<svg/>', { scale: 0 }));
  assert.is(message, 'plot.png: expected a scale > 0 and <= 16, got 0');
});

test('a package that is not there is named with the way to get it; another fault is told as it is', async () => {
  const missing = await rejected(loaded('no-such-package', () => import(String('no-such-package'))));
  assert.is(
    missing.message,
    'plot: expected the optional package no-such-package, got none; install it: npm install no-such-package',
  );
  const broken = await rejected(loaded('resvg', () => Promise.reject(new Error('wrong architecture'))));
  assert.is(broken.message, 'plot: the package resvg does not load: wrong architecture');
});

test.run();
