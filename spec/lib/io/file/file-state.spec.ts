/** @file What files are told and tell: modes, errors, and quiet. */
import * as assert from 'uvu/assert';
import { FileFormatError } from '../../../../lib/io/t7/format-error.js';
import type { Storage } from '../../../../lib/tensor/index.js';
import { torch } from '../../../../lib/torch.js';
import { fails } from '../../../errors.js';
import { onBoth } from './kinds.js';

onBoth((test, kind) => {
  const { name, path, make, holding } = kind;
  const list = (x: Storage): number[] => [...x.data];

  test('the end of the file is an error, with its place', () => {
    const file = holding('1 2 ');
    fails(() => file.readInt(3), FileFormatError, `${path}: at byte 3: expected 3 × Int, found 2`);
    assert.is(file.hasError(), true);
    assert.is(file.clearError().hasError(), false);
    file.seekEnd();
    fails(() => file.readString('*a'), FileFormatError, `${path}: at byte 4: expected text, found the end of the file`);
    file.binary().seek(1);
    fails(() => file.readDouble(), FileFormatError, `${path}: at byte 1: expected 1 × Double, found 0`);
    file.close();
  });

  test('a quiet file says nothing, and remembers', () => {
    const file = holding('1 2 x').quiet();
    assert.is(file.isQuiet(), true);
    assert.equal(list(file.readInt(1e15)), [1, 2]);
    assert.is(file.hasError(), true);
    file.clearError();
    assert.ok(Number.isNaN(file.readInt()));
    assert.is(file.readInt(torch.IntStorage(3)), 0);
    assert.is(file.readString('*l'), 'x');
    assert.is(file.readString('*l'), '');
    assert.is(file.hasError(), true);
    assert.is(file.pedantic().isQuiet(), false);
    file.close();
  });

  test('states are told', () => {
    const file = make();
    assert.equal(
      [
        file.isReadable(),
        file.isWritable(),
        file.isBinary(),
        file.isAutoSpacing(),
        file.isQuiet(),
        file.isReferenced(),
      ],
      [true, true, false, true, false, true],
    );
    file.binary().noAutoSpacing().quiet().referenced(false);
    assert.equal(
      [file.isBinary(), file.isAutoSpacing(), file.isQuiet(), file.isReferenced()],
      [true, false, true, false],
    );
    assert.is(file.ascii().isBinary(), false);
    assert.is(file.autoSpacing().isAutoSpacing(), true);
    file.close();
  });

  test('a closed file and an impossible size are refused', () => {
    const file = holding('1');
    fails(() => file.longSize(2 as 4), RangeError, `${name}.longSize: expected 0, 4 or 8, got 2`);
    file.close();
    fails(() => file.readInt(), TypeError, `${name}.readInt: expected an open file, got a closed one`);
    fails(() => file.close(), TypeError, `${name}.close: expected an open file, got a closed one`);
  });
});
