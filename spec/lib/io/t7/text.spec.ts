/** @file Strings of bytes and text: what is UTF-8 is text, and nothing is lost. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bytesOf, textOf } from '../../../../lib/io/t7/text.js';

const rows: [bytes: number[], text: string | undefined][] = [
  [[], ''],
  [[0x61, 0, 0x62], 'a\0b'],
  [[0xc3, 0xa9], 'é'],
  // A mark of byte order is text like any other.
  [[0xef, 0xbb, 0xbf, 0x61], '\ufeffa'],
  [[0xf0, 0x9f, 0x98, 0x80], '\u{1f600}'],
  [[0xff], undefined],
  [[0x61, 0xc3], undefined],
  // Longer than it needs to be, half of a pair, beyond the last character.
  [[0xc0, 0x80], undefined],
  [[0xed, 0xa0, 0x80], undefined],
  [[0xf4, 0x90, 0x80, 0x80], undefined],
];
for (const [bytes, text] of rows) {
  test(`${JSON.stringify(bytes)} is ${text === undefined ? 'bytes' : JSON.stringify(text)}`, () => {
    assert.equal(textOf(Uint8Array.from(bytes)), text ?? Uint8Array.from(bytes));
    if (text !== undefined) assert.equal([...bytesOf(text)!], bytes);
  });
}

test('half of a surrogate pair has no bytes', () => {
  for (const text of ['\ud83d', 'a\ude00b', '\ude00\ud83d']) assert.is(bytesOf(text), undefined);
});

test('any text is what its bytes say', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => assert.is(textOf(bytesOf(text)!), text)));
});

test.run();
