/** @file What Torch's doc/storage.md, random.md, utility.md and serialization.md name, and what no document does. The columns are those of names.ts. */

export const storage: string = `
__index__              s  * -- JavaScript cannot overload []; s.get(…)
__len__                s  * -- JavaScript cannot overload #; s.size()
__newindex__           s  * -- JavaScript cannot overload []; s.set(…)
__tostring__           s  * -- the toString of JavaScript: String(s)
ByteStorage            f  -    2
cdata                  s  * -- LuaJIT's pointer to a C structure, which there is none of
CharStorage            f  -    2
copy                   s  *    S S
data                   s  * -- LuaJIT's pointer to C's memory; s.data is the array itself
DoubleStorage          f  -    2
elementSize            s  *    S
fill                   s  *    S 2
FloatStorage           f  -    2
free                   s  * -- memory is collected; nothing counts references
IntStorage             f  -    2
LongStorage            f  -    2
new                    s  * -- Torch's other name of the constructor; new Storage(type, …)
read                   s  * -- torch.load reads storages with the files they are in
resize                 s  *    S 2
retain                 s  * -- memory is collected; nothing counts references
ShortStorage           f  -    2
size                   s  *    S
Storage                f  -    2
string                 s  BC   S
totable                s  *    S
write                  s  * -- torch.save writes storages with the files they are in
`;

export const random: string = `
bernoulli              fm *    x 0.5
cauchy                 fm FD   x 1 2
exponential            fm FD   x 0.5
Generator              f  -
geometric              fm *    x 0.5
getRNGState            f  -
initialSeed            f  -
logNormal              fm FD   x 1 2
manualSeed             f  -    1
normal                 fm FD   x 1 2
random                 fm *    x 1 10
seed                   f  -
setRNGState            f  -    G
uniform                fm FD   x 1 2
`;

export const utility: string = `
class                  f  - -- JavaScript's class
factory                f  - -- an empty object of a class, for Lua files; torch.load makes its own
getconstructortable    f  - -- Lua metatables
getdefaulttensortype   f  -
getenv                 f  - -- the environment of a Lua function
getmetatable           f  - -- Lua metatables
isTypeOf               f  - -- instanceof, and torch.type(x)
isequal                f  - -- compares addresses; in JavaScript a === b
newmetatable           f  - -- Lua metatables
pointer                f  - -- an address in memory; compare objects with ===
setdefaulttensortype   f  -    'torch.DoubleTensor'
setenv                 f  - -- the environment of a Lua function
setmetatable           f  - -- Lua metatables
totable                fm *    x
typename               f  -    x
version                f  - -- a field of Lua classes
`;

export const serialization: string = `
deserialize            f  -    B
load                   f  -    P
save                   f  -    P x
serialize              f  -    x
`;

export const undocumented: string = `
deserializeFromStorage f  - -- torch.deserialize takes bytes
elementSize            m  *    x
getnumcores            f  - -- os.availableParallelism() of Node
getnumthreads          f  -
half                   m  *    x
include                f  - -- runs a Lua file beside another one; import does
isatty                 f  - -- of Lua files; process.stdout.isTTY
isStorage              f  -    x
loadobj                f  - -- another name of torch.load
match                  fm *    x y 1
metatype               f  - -- Lua metatables
multinomialAlias_      fm FD -- what multinomialAlias is wrapped around
multinomialAliasSetup_ fm FD -- what multinomialAliasSetup is wrapped around
packageLuaPath         f  - -- where Lua packages are
pushudata              f  - -- pushes a C pointer onto Lua's stack
read                   m  * -- torch.load reads tensors with the files they are in
real                   m  *    x
saveobj                f  - -- another name of torch.save
serializeToStorage     f  - -- torch.serialize gives bytes
setheaptracking        f  - -- tells LuaJIT's collector of C's memory
setnumthreads          f  -    T
test                   f  - -- Torch's own tests, in Lua
TestSuite              f  - -- a tool to test Lua programs
tic                    f  - -- performance.now()
toc                    f  - -- performance.now()
updateerrorhandlers    f  - -- of C threads
updatethreadlocals     f  - -- of C threads
write                  m  * -- torch.save writes tensors with the files they are in
`;
