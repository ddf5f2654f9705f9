/** @file What Torch's doc/tensor.md names. The columns are those of names.ts. */

export const tensor: string = `
__index__              m  * -- JavaScript cannot overload []; x.get(…)
__len__                m  * -- JavaScript cannot overload #; x.size()
__newindex__           m  * -- JavaScript cannot overload []; x.set(…)
__tostring__           m  * -- the toString of JavaScript: String(x)
apply                  m  *    x f
byte                   m  *    x
ByteTensor             f  -    2 2
cdata                  fm * -- LuaJIT's pointer to a C structure, which there is none of
char                   m  *    x
CharTensor             f  -    2 2
chunk                  fm *    x 1
clone                  m  *    x
contiguous             m  *    x
copy                   m  *    x y
data                   fm * -- LuaJIT's pointer to C's memory; x.storage().data is the array itself
dim                    m  *    x
double                 m  *    x
DoubleTensor           f  -    2 2
expand                 fm *    v 3 2
expandAs               fm *    v b
fill                   fm *    x 2
float                  m  *    x
FloatTensor            f  -    2 2
free                   m  * -- memory is collected; nothing counts references
gather                 fm *    x 0 I
index                  m  *    x 0 i
indexAdd               m  *    x 0 i y
indexCopy              m  *    x 0 i y
indexFill              m  *    x 0 i 2
int                    m  *    x
IntTensor              f  -    2 2
isContiguous           m  *    x
isSameSizeAs           m  *    x y
isSetTo                m  *    x y
isSize                 m  *    x s
isTensor               fm D -- torch.isTensor(x); a method can be asked of tensors only
long                   m  *    x
LongTensor             f  -    2 2
map                    m  *    x y f
map2                   m  *    x y y f
maskedCopy             m  *    x m y
maskedFill             m  *    x m 2
maskedSelect           m  *    x m
narrow                 m  *    x 0 1 1
nDimension             m  *    x
nElement               m  *    x
new                    m  *    x 2 2
nonzero                fm *    x
permute                fm *    x 1 0
repeatTensor           fm *    x 2 2
resize                 m  *    x 1 4
resizeAs               m  *    x v
retain                 m  * -- memory is collected; nothing counts references
scatter                fm *    x 0 I y
select                 m  *    x 0 1
set                    m  *    r x
short                  m  *    x
ShortTensor            f  -    2 2
size                   m  *    x
split                  fm *    x 1
squeeze                fm *    x
storage                m  *    x
storageOffset          m  *    x
stride                 m  *    x
sub                    m  *    x 0 1
t                      m  *    x
Tensor                 f  -    2 2
transpose              m  *    x 0 1
type                   fm *    x
typeAs                 m  *    x y
unfold                 m  *    x 0 1 1
view                   fm *    x 4
viewAs                 fm *    x q
zero                   fm *    x
`;
