/** @file Random values of every kind, tied together in any way, and whether two of them are the same. */
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { LuaFunction, type LuaValue, TorchObject } from '../../../../lib/io/t7/values.js';
import { type ElementType, elementTypes, Storage, Tensor } from '../../../../lib/tensor/index.js';

const word = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'weight', ''),
);
// A byte 255 is in no UTF-8, so that these stay bytes.
const rawBytes = fc.uint8Array({ maxLength: 5 }).map((bytes) => Uint8Array.of(255, ...bytes));
const scalar: fc.Arbitrary<LuaValue> = fc.oneof(fc.boolean(), fc.double(), fc.integer(), word, rawBytes);

/** A number that an element may be: a long of 4 bytes too, where they are. */
function element(type: ElementType, longSize: 4 | 8): fc.Arbitrary<number> {
  if (!type.integer) return fc.double().map(type.cast);
  if (type.name === 'Long' && longSize === 8) return fc.maxSafeInteger();
  return fc.integer().map(type.cast);
}

function storage(longSize: 4 | 8): fc.Arbitrary<Storage> {
  return fc
    .constantFrom(...Object.values(elementTypes))
    .chain((type) => fc.array(element(type, longSize), { maxLength: 12 }).map((data) => new Storage(type, data)));
}

/** A view of a storage: one or two dimensions, any strides that stay inside; of an empty one an empty tensor. */
function view(of: Storage): fc.Arbitrary<Tensor> {
  const n = of.data.length;
  if (n === 0) return fc.constant(new Tensor(of));
  return fc
    .tuple(fc.nat(n - 1), fc.nat(3), fc.integer({ min: -2, max: 2 }), fc.nat(2))
    .map(([at, size, stride, repeat]) => {
      const last = at + (size - 1) * stride;
      const fits = last >= 0 && last < n;
      if (size === 0) return new Tensor(of, at);
      return new Tensor(of, at, fits ? [size, repeat + 1] : [1], fits ? [stride, 0] : [1]);
    });
}

type Node = LuaValue[] | Map<LuaValue, LuaValue> | TorchObject | LuaFunction | Tensor | Storage;

/** Pieces that are tied together afterwards: any of them may hold any other, itself too. */
export function graph(longSize: 4 | 8): fc.Arbitrary<LuaValue> {
  const memory = fc.array(storage(longSize), { minLength: 1, maxLength: 3 });
  const empty: fc.Arbitrary<Node> = fc.oneof(
    fc.constant(0).map(() => [] as LuaValue[]),
    fc.constant(0).map(() => new Map<LuaValue, LuaValue>()),
    word.map((name) => new TorchObject(`nn.${name}`, null, name.length)),
    fc.constant(0).map(() => new TorchObject('tds.Vec', [], 0)),
    fc.constant(0).map(() => new TorchObject('tds.Hash', new Map(), 0)),
    fc
      .tuple(rawBytes, fc.constantFrom(6 as const, 7 as const, 8 as const))
      .map(([code, kind]) => new LuaFunction(code, null, kind)),
  );
  const nodes = memory.chain((storages) =>
    fc.array(
      fc.oneof(
        { weight: 3, arbitrary: empty },
        { weight: 1, arbitrary: fc.constantFrom(...storages).chain((of) => fc.oneof(view(of), fc.constant(of))) },
      ),
      { minLength: 1, maxLength: 8 },
    ),
  );
  const part = fc.oneof(
    scalar.map((value) => ({ value })),
    fc.nat(7).map((node) => ({ node })),
  );
  const tie = fc.record({ from: fc.nat(7), key: part, part });
  return fc.tuple(nodes, fc.array(tie, { maxLength: 20 })).map(([pieces, ties]) => {
    const resolve = (what: { value: LuaValue } | { node: number }): LuaValue =>
      'value' in what ? what.value : pieces[what.node % pieces.length];
    for (const { from, key, part: to } of ties) {
      const piece = pieces[from % pieces.length];
      const node = piece instanceof TorchObject && piece.typename.startsWith('tds') ? (piece.fields as Node) : piece;
      const value = resolve(to);
      if (Array.isArray(node)) node.push(value);
      // Keys that are whole numbers could make an array of it.
      else if (node instanceof Map)
        node.set(typeof resolve(key) === 'number' ? `${resolve(key)}` : resolve(key), value);
      else if (node instanceof TorchObject) node.fields = value;
      // A function of the first kind has no number: nothing may lead back to it.
      else if (node instanceof LuaFunction && node.kind !== 6) node.upvalues = value;
    }
    return pieces[0];
  });
}

/** Text as the bytes it is written as: what is UTF-8 comes back as a string. */
const asText = (value: LuaValue): LuaValue => (value instanceof Uint8Array ? `bytes ${value}` : value);

/**
 * Throws unless two values have the same parts tied in the same way: what is one object here is one there. An empty array and an empty
 * Map are one table.
 */
export function assertSame(a: LuaValue, b: LuaValue): void {
  const twin = new Map<object, object>();
  const back = new Map<object, object>();
  const waiting: [LuaValue, LuaValue][] = [[a, b]];
  for (let pair = waiting.pop(); pair; pair = waiting.pop()) {
    const [x, y] = pair;
    if (typeof x !== 'object' || x === null || x instanceof Uint8Array) {
      assert.ok(Object.is(asText(x), asText(y)), `expected ${String(x)}, got ${String(y)}`);
      continue;
    }
    assert.type(y, 'object');
    const other = y as object;
    if (twin.has(x) || back.has(other)) {
      assert.is(twin.get(x), other);
      assert.is(back.get(other), x);
      continue;
    }
    // Functions of the first kind are written wherever they are met.
    if (!(x instanceof LuaFunction && x.kind === 6)) {
      twin.set(x, other);
      back.set(other, x);
    }
    waiting.push(...parts(x, other));
  }
}

function entries(table: LuaValue[] | Map<LuaValue, LuaValue>): LuaValue[] {
  return Array.isArray(table) ? table.flatMap((value, i) => [i + 1, value]) : [...table].flat();
}

function parts(x: object, y: object): [LuaValue, LuaValue][] {
  const paired = (left: LuaValue[], right: LuaValue[]): [LuaValue, LuaValue][] => {
    assert.is(left.length, right.length);
    return left.map((value, i) => [value, right[i]]);
  };
  if (Array.isArray(x) || x instanceof Map) {
    assert.ok(Array.isArray(y) || y instanceof Map);
    return paired(entries(x), entries(y as LuaValue[]));
  }
  assert.is(x.constructor, y.constructor);
  if (x instanceof TorchObject) {
    const other = y as TorchObject;
    return paired([x.typename, x.version, x.fields], [other.typename, other.version, other.fields]);
  }
  if (x instanceof LuaFunction) {
    const other = y as LuaFunction;
    return paired([x.bytecode, x.kind, x.upvalues], [other.bytecode, other.kind, other.upvalues]);
  }
  if (x instanceof Tensor) {
    const other = y as Tensor;
    assert.equal([x.size(), x.stride(), x.storageOffset()], [other.size(), other.stride(), other.storageOffset()]);
    assert.is(x.type(), other.type());
    // An empty storage behind a tensor is written as none, and then is the tensor's own.
    return x.storage().size() === 0 ? [] : [[x.storage(), other.storage()]];
  }
  const other = y as Storage;
  assert.is((x as Storage).type(), other.type());
  return paired(Array.from((x as Storage).data), Array.from(other.data));
}
