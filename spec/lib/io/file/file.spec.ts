/** @file Strings, positions and objects in files. */
import * as assert from 'uvu/assert';
import { FileFormatError } from '../../../../lib/io/t7/format-error.js';
import { torch } from '../../../../lib/torch.js';
import { fails } from '../../../errors.js';
import { onBoth } from './kinds.js';

onBoth((test, kind) => {
  const { name, path, make, holding, content } = kind;

  test('lines come without their ends, all the rest with them', () => {
    const long = 'x'.repeat(3000);
    const file = holding(`one\n\n${long}\nfour\nfive`);
    assert.is(file.readString('*l'), 'one');
    assert.is(file.readString('*l'), '');
    assert.is(file.readString('*line'), long);
    assert.is(file.readString('*all'), 'four\nfive');
    file.seek(0);
    assert.is(file.readString('*l'), 'one');
    file.seekEnd();
    assert.is(file.position(), 3015);
    file.seek(3011);
    assert.is(file.readString('*l'), 'five');
    file.close();
  });

  test('text that is not UTF-8 is read as bytes', () => {
    const file = holding('\xff\xfe');
    assert.equal(file.readString('*a'), Uint8Array.of(255, 254));
    file.close();
  });

  test('writing in the middle replaces bytes and keeps the rest', () => {
    const file = holding('abcdef');
    file.seek(2).writeString('XY');
    assert.is(file.position(), 4);
    assert.is(file.readString('*a'), 'ef');
    assert.is(content(file), 'abXYef');
    file.close();
  });

  test('what is asked for in vain is said', () => {
    const file = holding('1');
    fails(() => file.readString('*n'), TypeError, `${name}.readString: expected '*a' or '*l', got '*n'`);
    fails(() => file.seek(-1), RangeError, `${name}.seek: expected a position of 0 or more, got -1`);
    fails(() => file.seek(0.5), RangeError, `${name}.seek: expected a position of 0 or more, got 0.5`);
    fails(
      () => file.writeString('\ud800'),
      TypeError,
      `${name}.writeString: expected text, got half of a surrogate pair`,
    );
    file.close();
  });

  test('objects are one object on every reading of the file, and are written once', () => {
    for (const mode of ['ascii', 'binary'] as const) {
      const file = make()[mode]();
      const x = torch.DoubleTensor([1, 2]);
      file.writeObject([x, x]).writeObject(x);
      file.seek(0);
      const [a, b] = file.readObject() as [object, object];
      assert.is(a, b);
      assert.is(file.readObject(), a);
      file.close();
    }
  });

  test('without references an object is written as it is each time', () => {
    const file = make().binary().referenced(false);
    const x = torch.DoubleTensor([1]);
    file.writeObject(x);
    x.fill(2);
    file.writeObject(x);
    file.seek(0);
    const read = [file.readObject(), file.readObject()] as (typeof x)[];
    assert.equal(
      read.map((y) => y.toArray()),
      [[1], [2]],
    );
    file.close();
  });

  test('an object that cannot be written leaves nothing behind', () => {
    const file = make().binary();
    const x = torch.DoubleTensor([1]);
    file.writeInt(5);
    assert.throws(() => file.writeObject([x, () => 1]), /got a function at \[1\]$/);
    assert.is(file.position(), 4);
    assert.is(content(file).length, 4);
    // The tensor is not taken for one that is in the file.
    file.writeObject(x).seek(4);
    assert.equal((file.readObject() as typeof x).toArray(), [1]);
    file.close();
  });

  test('an object that cannot be read leaves position and references', () => {
    const written = make().binary();
    const shared = torch.DoubleTensor([1]);
    written.writeObject(shared).writeObject([shared, 2]);
    const whole = content(written);
    const [first, last] = [119, whole.length];
    written.close();
    const file = holding(whole.slice(0, last - 1)).binary();
    const x = file.readObject();
    assert.is(file.position(), first);
    fails(
      () => file.readObject(),
      FileFormatError,
      `${path}: at byte ${last - 8}: expected a double of 8 bytes, found only 7`,
    );
    assert.is(file.position(), first);
    file.seekEnd().writeString(whole.slice(-1));
    file.seek(first);
    assert.is((file.readObject() as unknown[])[0], x);
    file.close();
  });
});
