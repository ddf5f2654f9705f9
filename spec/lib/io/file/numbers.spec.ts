/** @file The forms in which files read and write numbers. */
import * as assert from 'uvu/assert';
import type { Storage } from '../../../../lib/tensor/index.js';
import { torch } from '../../../../lib/torch.js';
import { fails } from '../../../errors.js';
import { onBoth } from './kinds.js';

onBoth((test, kind) => {
  const { name, make, holding } = kind;
  const list = (x: Storage): number[] => [...x.data];

  test('numbers are read one by one, so many, and into a storage', () => {
    const file = holding('1 2\n 3 4 5\n6');
    assert.is(file.readInt(), 1);
    assert.equal(list(file.readLong(2)), [2, 3]);
    const storage = torch.ShortStorage(3);
    assert.is(file.readShort(storage), 3);
    assert.equal(list(storage), [4, 5, 6]);
    file.close();
  });

  test('every type comes back as it was written, in both modes and sizes of longs', () => {
    for (const longSize of [4, 8] as const) {
      for (const mode of ['ascii', 'binary'] as const) {
        const file = make().longSize(longSize)[mode]();
        const values = [0, 1, -1, 127, -128];
        file.writeChar(torch.CharStorage(values));
        file.writeShort(torch.ShortStorage(values));
        file.writeInt(torch.IntStorage(values));
        file.writeLong(torch.LongStorage(values));
        file.writeFloat(torch.FloatStorage([Math.fround(Math.PI)]));
        file.writeDouble(torch.DoubleStorage([Math.PI, 1e-310]));
        file.writeBool(true);
        file.writeByte(200);
        file.seek(0);
        assert.equal(list(file.readChar(5)), values);
        assert.equal(list(file.readShort(5)), values);
        assert.equal(list(file.readInt(5)), values);
        assert.equal(list(file.readLong(5)), values);
        assert.is(file.readFloat(), Math.fround(Math.PI));
        assert.equal(list(file.readDouble(2)), [Math.PI, 1e-310]);
        assert.is(file.readBool(), true);
        assert.is(file.readByte(), 200);
        file.close();
      }
    }
  });

  test('what is asked for in vain is said', () => {
    const file = holding('1');
    fails(
      () => (file as unknown as { readInt(x: unknown): number }).readInt(torch.LongStorage(1)),
      TypeError,
      `${name}.readInt: expected IntStorage, got LongStorage`,
    );
    fails(() => file.readInt(-1), RangeError, `${name}.readInt: expected a number of elements, got -1`);
    fails(
      () => file.writeInt('1' as never),
      TypeError,
      `${name}.writeInt: expected a number or IntStorage, got string`,
    );
    file.close();
  });
});
