/** @file Random values through files: what comes back is tied together as what went in, and is written as the same bytes. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Mode } from '../../../../lib/io/t7/objects.js';
import { torch } from '../../../../lib/torch.js';
import { thrown } from '../../../errors.js';
import { assertSame, graph } from './graphs.js';
import { readOpaque, writeOpaque } from './opaque.js';

const modes: Mode[] = ['binary', 'b32', 'b64', 'ascii'];
for (const mode of modes) {
  test(`any value comes back through ${mode}, without being told the mode`, () => {
    fc.assert(
      fc.property(graph(mode === 'b32' ? 4 : 8), (value) => {
        const bytes = writeOpaque(value, mode);
        const read = readOpaque(bytes);
        assertSame(value, read);
        assert.equal(writeOpaque(read, mode), bytes);
      }),
      { numRuns: 300 },
    );
  });
}

test('the comparison sees what is tied otherwise', () => {
  const x = torch.DoubleTensor([1, 2]);
  const shared = [[1], [1]];
  const pairs: [object, object][] = [
    [
      [x, x],
      [x, x.clone()],
    ],
    [
      [x, x.clone()],
      [x, x],
    ],
    [[shared[0], shared[0]], shared],
    [[x], [torch.DoubleTensor(x.storage(), 1, [1])]],
    [[x], [x.float()]],
    [[1], [2]],
    [[0], [-0]],
    [[], [1]],
    [new Map([['a', 1]]), new Map([['b', 1]])],
    [['a'], [Uint8Array.of(97)]],
  ];
  for (const [a, b] of pairs) thrown(() => assertSame(a, b));
});

test.run();
