/** @file Node's modules where there are none. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nodeModule } from '../../../lib/io/node.js';
import { fails } from '../../errors.js';

test("Node's modules are found in Node", () => {
  assert.type(nodeModule('node:fs').readFileSync, 'function');
});

test('where there is no Node, or one that is too old, the error says what does without files', () => {
  const message = 'files need Node 20.16 or newer; torch.serialize and torch.MemoryFile do without';
  for (const host of [{}, { getBuiltinModule: () => undefined }])
    fails(() => nodeModule('node:fs', host), Error, message);
});

test.run();
