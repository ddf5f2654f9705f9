/** @file Lua's own libraries, the extras of LuaJIT, and what a script may not do. */
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { Exit } from '../../../lib/lua/index.js';
import { thrown } from '../../errors.js';
import { failure, luaSuite, run } from './lua.js';

const test = luaSuite('Lua libraries');

// [chunk, what it returns], by the manuals of Lua 5.1, LuaJIT and BitOp
const values: [string, unknown[]][] = [
  ["return table.unpack({1, 2}), select('#', unpack({}, 1, 3))", [1, 3]],
  // LuaJIT's %s takes any value
  [
    "return string.format('%s %5s|%-6s|%%|%d %s %q', nil, true, 12, 3.7, setmetatable({}, {__tostring = function() return 'own' end}), 'q')",
    ['nil  true|12    |%|3 own "q"'],
  ],
  ["return ('x'):rep(3, ','), table.pack(1, nil).n", ['x,x,x', 2]],
  ["return load('return 5')(), loadstring('return 6')()", [5, 6]],
  ['return bit.band(0xff, 0x0f), bit.bor(1, 6), bit.bxor(3, 5), bit.bnot(0)', [15, 7, 6, -1]],
  [
    'return bit.lshift(1, 4), bit.rshift(-1, 28), bit.arshift(-256, 4), bit.rol(0x12345678, 12)',
    [16, 15, -16, 0x45678123],
  ],
  [
    'return bit.tobit(0xffffffff), bit.tohex(255), bit.tohex(255, -2), bit.bswap(0x12345678)',
    [-1, '000000ff', 'FF', 0x78563412],
  ],
  [
    "return os.date('!%Y-%m-%d %H:%M:%S', 86399), os.date('!%j %a %b %p %I', 0)",
    ['1970-01-01 23:59:59', '001 Thu Jan AM 12'],
  ],
  ["return os.date('!*t', 951782400).yday, os.date('!*t', 951782400).wday", [60, 3]],
  ["local t = {year = 2001, month = 9, day = 9} return os.time(t) == os.time(os.date('*t', os.time(t)))", [true]],
  ['return type(os.clock()), os.clock() <= os.clock(), os.difftime(5, 3)', ['number', true, 2]],
  ['return type(pairs), type(nil)', ['function', 'nil']],
];
for (const [chunk, expected] of values) test(chunk, () => assert.equal(run(chunk), expected));

test('goto, which LuaJIT has, is refused in words', () => {
  assert.is(
    failure('for i = 1, 2 do\n if i == 1 then goto continue end\n ::continue::\nend').message,
    "chunk:2: '=' expected near 'continue': this is Lua 5.1, which has no goto",
  );
  assert.is(failure('::top::').message, "chunk:1: unexpected symbol near ':': this is Lua 5.1, which has no goto");
  assert.is(failure('x y').message, "chunk:1: '=' expected near 'y'");
});

test('what string.format cannot write has the place of the call', () => {
  assert.is(
    failure("local s = ('%d'):format('x')").message,
    "chunk:1: bad argument #2 to 'format' (number expected, got string)",
  );
});

let folder = '';
test.before.each(() => {
  folder = mkdtempSync(join(tmpdir(), 'rop-spec-'));
});
test.after.each(() => rmSync(folder, { recursive: true, force: true }));

test('files are written, read, sought and appended', () => {
  const chunk = `
    local name = '${folder}/a.txt'
    local f = io.open(name, 'w') f:write('one\\n', 2, '\\nthree') f:close()
    f = io.open(name, 'a') f:write('!') f:close()
    f = io.open(name, 'r+') f:seek('set', 4) f:write('TWO') f:close()
    local lines = {} for line in io.lines(name) do lines[#lines + 1] = line end
    f = io.open(name) local size = f:seek('end') f:seek('set', 1) local two = f:read(2) f:close()
    return table.concat(lines, '|'), size, two`;
  assert.equal(run(chunk, { folder }), ['one|TWOhree!', 12, 'ne']);
  assert.is(readFileSync(join(folder, 'a.txt'), 'utf8'), 'one\nTWOhree!');
});

test('a file that is not there is nil and why', () => {
  assert.equal(run("return io.open('/no/such/file')"), [undefined, '/no/such/file: No such file or directory', 44]);
});

test('temporary files are there as long as the script', () => {
  const [name, text] = run(`
    local name = os.tmpname() local f = io.open(name, 'w') f:write('x') f:close()
    local g = io.tmpfile() g:write('abc') g:seek('set') return name, g:read('*a')`);
  assert.is(text, 'abc');
  assert.not(existsSync(name as string));
});

// [what, chunk, the message but for the path]
const refused: [string, (path: string) => string, string][] = [
  ['io.open', (path) => `io.open('${path}', 'w')`, 'io.open'],
  ['io.open to append', (path) => `io.open('${path}', 'ab')`, 'io.open'],
  ['io.open to update', (path) => `io.open('${path}', 'r+')`, 'io.open'],
  ['io.output', (path) => `io.output('${path}')`, 'io.output'],
  ['os.remove', (path) => `os.remove('${path}')`, 'os.remove'],
  ['os.rename from', (path) => `os.rename('${path}', 'here')`, 'os.rename'],
  ['os.rename to', (path) => `os.rename('here', '${path}')`, 'os.rename'],
];
for (const [what, chunk, name] of refused) {
  test(`${what} is refused outside of the working directory, at the script's line`, () => {
    const outside = `${folder}-outside`;
    writeFileSync(outside, 'kept');
    try {
      for (const path of [outside, `../${outside.split('/').at(-1)}`]) {
        const { message } = failure(`\n${chunk(path)}`, { folder });
        assert.is(
          message,
          `chunk:2: ${name}: expected a path below the working directory, where alone scripts may write, got '${path}'`,
        );
      }
      assert.is(readFileSync(outside, 'utf8'), 'kept');
    } finally {
      rmSync(outside);
    }
  });
}

test('a link that leads out is no way out, and debug finds none', () => {
  symlinkSync(tmpdir(), join(folder, 'out'));
  assert.match(
    failure(`io.open('${folder}/out/x', 'w')`, { folder }).message,
    'expected a path below the working directory',
  );
  const chunk = `
    for i = 1, 20 do
      local name, f = debug.getupvalue(io.open, i)
      if name == 'open' then return f('${folder}/out/x', 'w') end
    end`;
  assert.equal(run(chunk, { folder }), [undefined, `${folder}/out/x: Operation not permitted`, 63]);
});

test('other programs run only where that is allowed', () => {
  const refusal = 'not allowed to run other programs; --allow-exec allows it';
  assert.is(failure("os.execute('true')").message, `chunk:1: os.execute: ${refusal}`);
  assert.is(failure("io.popen('true')").message, `chunk:1: io.popen: ${refusal}`);
  assert.equal(run('return os.execute()'), [0]);
  const chunk = "return os.execute(), os.execute('exit 3'), io.popen('echo hi'):read('*a')";
  assert.equal(run(chunk, { allowExec: true }), [1, 768, 'hi\n']);
});

test('os.exit ends the program with its code', () => {
  const error = thrown(() => run('os.exit(3)'));
  assert.instance(error, Exit);
  assert.is((error as Exit).code, 3);
});

test.run();
