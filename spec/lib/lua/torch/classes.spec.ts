/** @file torch.class: classes written in Lua, their inheritance and operators, by Torch's manual. */
import * as assert from 'uvu/assert';
import { failure, luaSuite, run } from '../lua.js';

const test = luaSuite('torch.class');

const animals = `
  do
    local Animal = torch.class('Animal')
    function Animal:__init(name) self.name = name end
    function Animal:speak() return self.name .. ' speaks' end
    function Animal:__tostring__() return 'Animal ' .. self.name end
    function Animal.__eq__(a, b) return a.name == b.name end
    function Animal:__add__(other) return self.name .. '+' .. tostring(other) end
  end
  do
    local Dog, parent = torch.class('Dog', 'Animal')
    function Dog:__init(name) parent.__init(self, name .. ' the dog') end
    function Dog:bark() return self:speak() .. ': woof' end
  end
`;

// [chunk after the classes above, what it returns]
const values: [string, unknown[]][] = [
  ["return Dog('Rex'):bark()", ['Rex the dog speaks: woof']],
  // objects of two classes are not asked whether they are equal
  ["return Animal('a') == Animal('a'), Animal('a the dog') == Dog('a')", [true, false]],
  ["return Dog.new('Rex'):bark()", ['Rex the dog speaks: woof']],
  [
    "local d = Dog('Rex') return torch.type(d), torch.isTypeOf(d, 'Animal'), torch.isTypeOf(d, Animal), torch.isTypeOf(Animal('a'), 'Dog')",
    ['Dog', true, true, false],
  ],
  [
    "return tostring(Dog('Rex')), Animal('a') == Animal('a'), Animal('a') == Animal('b'), Dog('Rex') + 1",
    ['Animal Rex the dog', true, false, 'Rex the dog+1'],
  ],
  ["function Animal:late() return 'late' end return Dog('x'):late(), rawget(Dog('x'), 'late')", ['late', undefined]],
  [
    "return torch.getmetatable('Dog').__typename, torch.factory('Dog')().name, type(Dog('x'))",
    ['Dog', undefined, 'table'],
  ],
  [
    "local m = {} torch.class('sub.Cat', 'Animal', m) return m.Cat('Tom'):speak(), torch.type(m.Cat('Tom'))",
    ['Tom speaks', 'sub.Cat'],
  ],
  ["local t = torch.setmetatable({name = 'raw'}, 'Dog') return t:bark()", ['raw speaks: woof']],
  [
    `
    local Bag = torch.class('Bag')
    function Bag:__index__(key) if type(key) == 'number' then return key * 2, true end return nil, false end
    function Bag:__newindex__(key, value) if type(key) == 'number' then rawset(self, 'set', value) return true end return false end
    function Bag:f() return 'f' end
    local b = torch.factory('Bag')() b[3] = 'three' b.other = 1
    return b[21], b:f(), b.set, b.other, rawget(b, 3)`,
    [42, 'f', 'three', 1, undefined],
  ],
];
for (const [chunk, expected] of values) test(chunk, () => assert.equal(run(animals + chunk), expected));

// [chunk, the message]
const errors: [string, string][] = [
  ["torch.class('Dog')", 'the class <Dog> has been already registered'],
  ["torch.class('Cat', 'Beast')", 'cannot find the parent class <Beast> of <Cat>'],
  ["torch.class('zoo.Cat')", 'cannot find the package <zoo> to put the class into'],
  ['torch.class(3)', '<class name> [<parent class name>] [<module table>] expected'],
  ["torch.setmetatable({}, 'Beast')", 'unknown class <Beast>'],
  ["return Dog('x') - 1", 'Dog has no operator __sub__'],
];
for (const [chunk, message] of errors) {
  test(`${chunk} is refused`, () =>
    assert.is(failure(`${animals}\n${chunk}`).message.replace(/^chunk:\d+: /, ''), message));
}

test.run();
