/** @file What Torch's doc/maths.md names. The columns are those of names.ts. */

export const maths: string = `
__add__                m  * -- JavaScript has no operators to overload; torch.add(x, y)
__div__                m  * -- JavaScript has no operators to overload; torch.div(x, 2), cdiv
__mod__                m  * -- JavaScript has no operators to overload; torch.remainder(x, 2), cremainder
__mul__                m  * -- JavaScript has no operators to overload; torch.mul, mv, mm, dot
__sub__                m  * -- JavaScript has no operators to overload; torch.csub(x, y)
__unm__                m  * -- JavaScript has no operators to overload; torch.neg(x)
abs                    fm ILFD x
acos                   fm FD   x
add                    fm *    x 2 y
addbmm                 fm *    x 2 b b
addcdiv                fm *    x 2 x y
addcmul                fm *    x 2 x y
addmm                  fm *    x 2 x y
addmv                  fm *    v 2 x v
addr                   fm *    x 2 v v
all                    fm B    x
any                    fm B    x
asin                   fm FD   x
atan                   fm FD   x
atan2                  fm FD   x y
baddbmm                fm *    b 2 b b
bhistc                 fm FD   x 4 0 5
bitand                 fm BCSIL x 1
bitor                  fm BCSIL x 1
bitxor                 fm BCSIL x 1
bmm                    fm *    b b
cat                    fm *    x y 0
cbitand                fm BCSIL x y
cbitor                 fm BCSIL x y
cbitxor                fm BCSIL x y
cdiv                   fm *    x y
ceil                   fm FD   x
cfmod                  fm *    x y
cinv                   fm FD   x
clamp                  fm *    x 2 3
clshift                fm *    x y
cmax                   fm *    x y
cmin                   fm *    x y
cmod                   fm *    x y
cmul                   fm *    x y
conv2                  fm *    x y
conv3                  fm *    b b
cos                    fm FD   x
cosh                   fm FD   x
cpow                   fm *    x y
cremainder             fm *    x y
cross                  fm *    w w
crshift                fm *    x y
csub                   fm *    x 2 y
cumprod                fm *    x 0
cumsum                 fm *    x 0
diag                   fm *    x 1
dist                   fm FD   x y
div                    fm *    x 2
dot                    fm *    v v
eig                    f  FD   x
eq                     fm *    x y
equal                  fm *    x y
exp                    fm FD   x
eye                    fm *    r 2 2
floor                  fm FD   x
fmod                   fm *    x 2
frac                   fm FD   x
ge                     fm *    x y
gels                   f  FD   y x
geqrf                  f  FD   x
ger                    fm *    v v
gesv                   f  FD   y x
gt                     fm *    x y
histc                  fm FD   x 4 0 5
inverse                f  FD   x
kthvalue               fm *    x 1
le                     fm *    x y
lerp                   fm FD   x y 0.5
linspace               fm FD   r 1 3 5
log                    fm FD   x
log1p                  fm FD   x
logspace               fm FD   r 1 3 5
lshift                 fm *    x 1
lt                     fm *    x y
max                    fm *    x 0
mean                   fm FD   x 0
median                 fm *    x 0
min                    fm *    x 0
mm                     fm *    x y
mod                    fm *    x 2
mode                   fm *    x 0
mul                    fm *    x 2
multinomial            fm FD   v 1 true
multinomialAlias       f  -    n A
multinomialAliasSetup  f  -    p
mv                     fm *    x v
ne                     fm *    x y
neg                    fm FD   x
norm                   fm FD   x 0
numel                  fm *    x
ones                   fm *    r 2 2
orgqr                  f  FD   x v
ormqr                  f  FD   x v y
potrf                  f  FD   y
potri                  f  FD   y
potrs                  f  FD   x y
pow                    fm FD   x 2
prod                   fm *    x 0
pstrf                  f  FD   y
qr                     f  FD   x
rand                   fm FD   r 2 2
randn                  fm FD   r 2 2
randperm               fm *    r 3
range                  fm *    r 1 3
remainder              fm *    x 2
renorm                 fm FD   x 2 0 1
reshape                fm *    x 4
round                  fm FD   x
rshift                 fm *    x 1
rsqrt                  fm FD   x
sigmoid                fm FD   x
sign                   fm *    x
sin                    fm FD   x
sinh                   fm FD   x
sort                   fm *    x 0 true
sqrt                   fm FD   x
std                    fm FD   x 0
sum                    fm *    x 0
svd                    f  FD   x
symeig                 f  FD   y 'V'
tan                    fm FD   x
tanh                   fm FD   x
topk                   fm *    x 1
trace                  fm *    x
tril                   fm *    x 1
triu                   fm *    x 1
trtrs                  f  FD   y x
trunc                  fm FD   x
var                    fm FD   x 0
xcorr2                 fm *    x y
xcorr3                 fm *    b b
zeros                  fm *    r 2 2
`;
