/** @file Which numbers count from 1 in Lua, of the constructors of nn's classes and of the methods of modules. */
import { type IndexBase, readIndexBase } from '../torch/index-base.js';

/** As in `torch/index-base.ts`: a word for each number, in order. Dimensions are `index` too: negative ones count from the end. */
const constructors: Readonly<Record<string, string>> = {
  Concat: 'index',
  DepthConcat: 'index',
  GatedLinearUnit: 'index',
  Index: 'index',
  JoinTable: 'index n',
  Max: 'index n',
  Mean: 'index n',
  Min: 'index n',
  MixtureTable: 'index',
  Narrow: 'index index n',
  NarrowTable: 'index n',
  Padding: 'index n n n index',
  Parallel: 'index index',
  Replicate: 'n index n',
  Select: 'index index',
  SelectTable: 'index',
  SpatialConvolutionMap: 'n tensors',
  SpatialFullConvolutionMap: 'n tensors',
  SplitTable: 'index n',
  Squeeze: 'index n',
  Sum: 'index n',
  Transpose: 'index lists',
  Unsqueeze: 'index n',
  WeightNorm: 'index',
};

/** How many arguments Torch has of classes that have an indexBase behind them here. It takes more and does not look at them. */
const argumentsInTorch: Readonly<Record<string, number>> = {
  ClassNLLCriterion: 3,
  ClassSimplexCriterion: 1,
  CrossEntropyCriterion: 2,
  Index: 1,
  IndexLinear: 7,
  Kmeans: 3,
  LookupTable: 5,
  MultiLabelMarginCriterion: 0,
  MultiMarginCriterion: 3,
  OneHot: 1,
  PartialLinear: 3,
  SparseLinear: 3,
  SpatialClassNLLCriterion: 2,
};

const methods: Readonly<Record<string, string>> = {
  get: 'index',
  insert: 'index',
  remove: 'index',
  parameters: '-> several',
  getParameters: '-> several',
};

function readAll(lines: Readonly<Record<string, string>>): ReadonlyMap<string, IndexBase> {
  return new Map(Object.entries(lines).map(([name, line]) => [name, readIndexBase(line, 'table')]));
}

const plain = readIndexBase('n', 'table');
const ofConstructors = readAll(constructors);
const ofMethods = readAll(methods);

/** That of what makes tables of connections. */
export const connectionBase: IndexBase = readIndexBase('n -> index');

export function constructorBase(name: string): IndexBase {
  return ofConstructors.get(name) ?? plain;
}

/** The arguments of a constructor that Torch has, too. */
export function torchsArguments(name: string, args: readonly unknown[]): readonly unknown[] {
  return args.slice(0, argumentsInTorch[name]);
}

export function methodBase(name: string): IndexBase {
  return ofMethods.get(name) ?? plain;
}
