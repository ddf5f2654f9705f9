/** @file A page of pictures, tables and text, in one file. */
import { shown } from './numbers.js';
import { colour, styleOf } from './palette.js';

/** A heading, a paragraph, a table, or a picture that one of the other functions made. */
export type PagePart =
  | { heading: string }
  | { text: string }
  | { head: readonly string[]; rows: readonly (readonly (string | number)[])[] }
  | { svg: string; caption?: string };

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (c) => entities[c]);
}

/** A cell; numbers, and the heads of columns of numbers, stand to the right. */
function cell(tag: 'td' | 'th', value: string | number, isNumber: boolean): string {
  const text = typeof value === 'number' ? shown(value) : value;
  return `<${tag}${isNumber ? ' class="number"' : ''}>${escaped(text)}</${tag}>`;
}

function partText(part: PagePart): string {
  if ('heading' in part) return `<h2>${escaped(part.heading)}</h2>`;
  if ('text' in part) return `<p>${escaped(part.text)}</p>`;
  if ('svg' in part) {
    const caption = part.caption === undefined ? '' : `<figcaption>${escaped(part.caption)}</figcaption>`;
    return `<figure>${part.svg}${caption}</figure>`;
  }
  const { head, rows } = part;
  const wrong = rows.find((row) => row.length !== head.length);
  if (wrong) throw new RangeError(`plot.html: expected rows of ${head.length} cells, got one of ${wrong.length}`);
  const isNumber = head.map((_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === 'number'));
  const line = (tag: 'td' | 'th', cells: readonly (string | number)[]): string =>
    `<tr>${cells.map((value, column) => cell(tag, value, isNumber[column])).join('')}</tr>`;
  return `<table>${line('th', head)}${rows.map((row) => line('td', row)).join('')}</table>`;
}

const style = `${styleOf('torch-rop-page')}
.torch-rop-page{background:${colour('paper')};color:${colour('ink')};font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:860px;padding:16px}
figure{margin:16px 0;overflow-x:auto}figcaption{color:${colour('faint')}}
table{border-collapse:collapse;display:block;overflow-x:auto}
th,td{border-bottom:1px solid ${colour('rule')};padding:4px 12px;text-align:left;white-space:nowrap}
.number{font-variant-numeric:tabular-nums;text-align:right}`;

/**
 * A whole page that needs nothing else: no script, no font, no address. Text is escaped; `svg` is put in as it is, so it has to be one
 * of the pictures made here.
 *
 * @throws RangeError for a row of a table with more or fewer cells than its head.
 */
export function html(title: string, parts: readonly PagePart[]): string {
  return [
    '<!doctype html>',
    '<html lang="en" class="torch-rop-page">',
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>${escaped(title)}</title><style>${style}</style></head>`,
    `<body><h1>${escaped(title)}</h1>`,
    ...parts.map(partText),
    '</body></html>',
    '',
  ].join('\n');
}
