/** @file How scripts call each tensor function: one line for each, from which arguments are checked, converted and listed in errors. */

import { Forms, type Side } from './forms.js';
import { type ResultBase, readResults } from './index-base.js';

/**
 * A line has the forms of a call, between `|`, in Torch's order; words are the kinds of the arguments (`kinds.ts`), T being the tensor type
 * that the call is about, `T~2` one of two dimensions. `*` marks results that a script may give. What stands in `[ ]` may be left out; in
 * `< >`, only one of the two sides may: a result by `torch.f`, which makes a new one where `x:f` writes into x, and an operand by `x:f`,
 * which then is x. Behind ` : ` stand the forms of `x:f` where they are others. `dim`, `index` and `indices` count from 1.
 *
 * `...` at the end says that more arguments are allowed and not read. What stands behind `->` is about results, as in `index-base.ts`.
 */
const lines: Readonly<Record<string, string>> = {
  size: 'T [dim] ... -> sizes',
  stride: 'T [dim] ... -> sizes',
  storageOffset: 'T ... -> index',
  totable: 'T ... -> table',
  ...each('copy resizeAs typeAs isSameSizeAs isSetTo viewAs expandAs', 'T tensor ...'),
  resize: 'T sizes | T LongStorage LongStorage',
  isSize: 'T LongStorage ...',
  ...each('view expand', 'T sizes'),
  repeatTensor: '[*T] T sizes',

  narrow: 'T dim index long ...',
  sub: `T ${Array.from({ length: 4 }, (_, d) => 'index index '.repeat(d + 1)).join('| T ')}...`,
  transpose: 'T dim dim ...',
  permute: 'T dims',
  squeeze: '[*T] T | [*T] T dim',
  unsqueeze: 'T dim ...',
  unfold: 'T dim long long ...',
  split: 'T long [dim] ... -> table',
  chunk: 'T long [dim] ... -> table',
  reshape: '[*T] T sizes',
  cat: '[*T] T T [dim] | [*T] tensors [dim]',

  index: '[*T] T dim indices',
  indexCopy: 'T dim indices T',
  indexAdd: 'T dim indices T',
  indexFill: 'T dim indices real',
  gather: '[*T] T dim indices',
  scatter: '*T dim indices T | *T dim indices real',
  maskedSelect: '[*T] T ByteTensor',
  maskedFill: 'T ByteTensor real',
  maskedCopy: 'T ByteTensor T',
  nonzero: '[*LongTensor] T -> index',

  zeros: '<*T> sizes',
  ones: '<*T> sizes',
  eye: '<*T> long [long]',
  range: '<*T> accreal accreal [accreal]',
  linspace: '<*T> real real [long]',
  logspace: '<*T> real real [long]',
  fill: '*T real',
  zero: '*T',
  diag: '[*T] T [long]',
  tril: '[*T] T [int]',
  triu: '[*T] T [int]',

  ...each('abs acos asin atan ceil cos cosh exp floor frac log log1p round rsqrt', '<*T> <T> | real'),
  ...each('sigmoid sin sinh sqrt tan tanh trunc', '<*T> <T> | real'),
  ...each('cinv neg sign', '<*T> <T>'),
  ...each('add csub', '<*T> <T> real | <*T> <T> [real] T'),
  ...each('mul div fmod remainder mod lshift rshift bitand bitor bitxor', '<*T> <T> real'),
  ...each('cmul cdiv cpow cmod cfmod cremainder clshift crshift cbitand cbitor cbitxor', '<*T> <T> T'),
  ...each('cmax cmin', '[*T] <T> T | [*T] <T> real'),
  ...each('addcmul addcdiv', '<*T> <T> [real] T T'),
  ...each('lt gt le ge eq ne', '[*ByteTensor] T real | *T T real | [*ByteTensor] T T | *T T T'),
  clamp: '<*T> <T> real real',
  pow: '<*T> <T> real | <*T> real <T> | real real',
  atan2: '<*T> <T> T | real real',
  lerp: '<*T> <T> T real | real real real',
  renorm: '<*T> <T> real dim real',
  cross: '[*T] T T [dim]',
  equal: 'T T',
  map: 'T T function ...',
  map2: 'T T T function ...',

  ...each('sum prod mean', 'T | [*T] T dim'),
  ...each('var std', 'T [boolean] | [*T] T dim [boolean]'),
  ...each('max min', 'T | [*T] [*LongTensor] T dim -> _ index'),
  ...each('median mode', '[*T] [*LongTensor] T [dim] -> _ index'),
  ...each('cumsum cumprod', '[*T] T [dim]'),
  norm: 'T [real] | [*T] T real dim',
  sort: '[*T] [*LongTensor] T [dim] [boolean] -> _ index',
  kthvalue: '[*T] [*LongTensor] T long [dim] -> _ index',
  topk: '[*T] [*LongTensor] T [long] [dim] [boolean] [boolean] -> _ index',
  ...each('numel trace all any', 'T'),
  dist: 'T T [real]',
  dot: 'T T',
  ...each('histc bhistc', '[*T] T [long] [double] [double]'),

  mv: '<*T> T~2 T~1',
  mm: '<*T> T~2 T~2',
  bmm: '<*T> T~3 T~3',
  ger: '<*T> T~1 T~1',
  match: '<*T> T T [real]',
  addmv: products('T~1', 'T~2 T~1'),
  addmm: products('T~2', 'T~2 T~2'),
  addr: products('T~2', 'T~1 T~1'),
  addbmm: products('T~2', 'T~3 T~3'),
  baddbmm: products('T~3', 'T~3 T~3'),
  ...each('conv2 xcorr2', '[*T] T~2 T~2 [(V|F)] | [*T] T~3 T~3 [(V|F)] | [*T] T~3 T~4 [(V|F)]'),
  ...each('conv3 xcorr3', '[*T] T~3 T~3 [(V|F)] | [*T] T~4 T~4 [(V|F)] | [*T] T~4 T~5 [(V|F)]'),

  gesv: '*T *T T T | T T',
  gels: '*T *T T T | T T',
  trtrs: '*T *T T T [(U|L)] [(N|T)] [(N|U)] | T T [(U|L)] [(N|T)] [(N|U)]',
  inverse: '*T T | T',
  potrf: '*T T [(U|L)] | T [(U|L)]',
  potrs: '*T T T [(U|L)] | T T [(U|L)]',
  potri: '*T T [(U|L)] | T [(U|L)]',
  pstrf: '*T *IntTensor T [(U|L)] [real] | T [(U|L)] [real] -> _ index',
  symeig: '*T *T T [(N|V)] [(U|L)] | T [(N|V)] [(U|L)]',
  eig: '*T *T T [(N|V)] | T [(N|V)]',
  svd: '*T *T *T T [(A|S)] | T [(A|S)]',
  qr: '*T *T T | T',
  geqrf: '*T *T T | T',
  orgqr: '*T T T | T T',
  ormqr: '*T T T T [(L|R)] [(N|T)] | T T T [(L|R)] [(N|T)]',

  rand: '<*T> [Generator] sizes',
  randn: '<*T> [Generator] sizes',
  randperm: '<*T> [Generator] long -> index',
  random: [
    '[Generator] long long | [Generator] long | [Generator]',
    '*T [Generator] long long | *T [Generator] long | *T [Generator]',
  ].join(' | '),
  ...each('uniform normal cauchy logNormal', '[Generator] [double] [double] | *T [Generator] [real] [real]'),
  exponential: '[Generator] double | *T [Generator] real',
  geometric: '[Generator] double | *T [Generator] double',
  bernoulli: [
    '[Generator] [double] | *T [Generator] [double]',
    '*T [Generator] FloatTensor | *T [Generator] DoubleTensor',
  ].join(' | '),
  multinomial: '<*LongTensor> [Generator] T int [boolean] -> index',
  multinomialAliasSetup: 'T [*LongTensor] [*T] -> index',
  manualSeed: '[Generator] long',
  ...each('seed initialSeed', '[Generator]'),
  ...each('getRNGState setRNGState', '[Generator] [*ByteTensor]'),
};

function each(names: string, line: string): Record<string, string> {
  return Object.fromEntries(names.split(' ').map((name) => [name, line]));
}

/** `r = β x + α a b`; a method takes both of the numbers or none but α. */
function products(x: string, factors: string): string {
  const whole = `[*T] [real] ${x} [real] ${factors}`;
  return `${whole} : *${x} [${x}] [real] ${factors} | *${x} real [${x}] real ${factors}`;
}

/** A function's line, read for one side. */
export interface Signature {
  readonly forms: Forms;
  readonly results: ResultBase;
  /** Whether numbers among the arguments count from 1. */
  readonly counts: boolean;
}

function read(line: string, side: Side): Signature {
  const [forms, results = ''] = line.split(' -> ');
  return {
    forms: new Forms(forms, side),
    results: readResults(results),
    counts: /\b(dims?|index|indices)\b/.test(forms),
  };
}

/** undefined for a function that has no line: its arguments are passed on as they are. */
export function signature(name: string, side: Side): Signature | undefined {
  return Object.hasOwn(lines, name) ? read(lines[name], side) : undefined;
}
