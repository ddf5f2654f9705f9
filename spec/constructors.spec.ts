// What constructors of the registry take, found in the text of each class, is refused when it is of another kind.
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn, torch } from '../lib/index.js';
import { concreteClasses, registry } from '../lib/registry.js';
import { fails, thrown } from './errors.js';

interface Parameter {
  name: string;
  type: string;
  optional: boolean;
}

interface Declared {
  parent: string | undefined;
  constructor: Parameter[] | undefined;
}

function parametersOf(declaration: ts.ConstructorDeclaration): Parameter[] {
  return declaration.parameters.map((p) => ({
    name: p.name.getText(),
    type: p.type?.getText() ?? '',
    optional: p.initializer !== undefined || p.questionToken !== undefined,
  }));
}

/** The classes of a file, by name. */
function classesIn(path: string): [string, Declared][] {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  return file.statements.filter(ts.isClassDeclaration).map((node) => {
    const own = node.members.find(ts.isConstructorDeclaration);
    const parent = node.heritageClauses?.[0].types[0].expression.getText();
    return [node.name?.text ?? '', { parent, constructor: own && parametersOf(own) }];
  });
}

const declared = new Map(
  ['modules', 'criteria', 'lib/nn'].flatMap((folder) =>
    readdirSync(folder).flatMap((file) => classesIn(`${folder}/${file}`)),
  ),
);

/** What the constructor of a class takes: its own, or that of the nearest class above that has one. */
function constructorOf(name: string): Parameter[] {
  const { parent, constructor } = declared.get(name) as Declared;
  return constructor ?? (parent === undefined ? [] : constructorOf(parent));
}

/** Classes whose arguments are not the first that come to mind. */
const told: Readonly<Record<string, () => unknown[]>> = {
  SpatialCrossMapLRN: () => [3],
  SpatialMaxUnpooling: () => [nn.SpatialMaxPooling(2, 2)],
  SpatialConvolutionMap: () => [nn.tables.full(2, 2), 2, 2],
  SpatialFullConvolutionMap: () => [nn.tables.full(2, 2), 2, 2],
  VolumetricMaxUnpooling: () => [nn.VolumetricMaxPooling(2, 2, 2)],
  Transpose: () => [[0, 1]],
  WeightNorm: () => [nn.Linear(2, 2)],
};

function argumentFor({ name, type }: Parameter): unknown {
  if (/\bnumber\b|Sizes/.test(type)) return 2;
  if (type === 'Module') return nn.Identity();
  if (type === 'Criterion') return nn.MSECriterion();
  if (type === 'Tensor') return torch.ones(2);
  throw new Error(`expected a parameter that a value is known for, got ${name}: ${type}`);
}

/** Parameters that are numbers, or one or the other; lists of sizes are numbers at their first place. */
const takesNumber = ({ type }: Parameter): boolean => /\bnumber\b|IndexBase|Sizes/.test(type);

const make = (name: string, args: unknown[]): unknown =>
  (registry as unknown as Record<string, (...args: unknown[]) => unknown>)[name](...args);

const wrongKinds: readonly [value: unknown, unless: RegExp][] = [
  ['three', /string/],
  [true, /boolean/],
  [{}, /Sizes|PlaneSizes/],
  [null, /never/],
];

/** Numbers that some parameters take and others do not; where they are sizes, memory may end. */
const unusual = [0, -1, 1.5, -0.5, 2 ** 40, 1e300, Infinity, -Infinity];
const atLimit = /^DoubleStorage(\.resize)?: expected (as many elements as memory holds|a size of 0 or more), got .+$/;

/** What is no module, no criterion, no tensor and no text. */
const otherKinds: Readonly<Record<string, readonly unknown[]>> = {
  Module: ['x', 3, true, {}, null, [], torch.ones(2), nn.MSECriterion()],
  Criterion: ['x', 3, true, {}, null, [], torch.ones(2), nn.Identity()],
  Tensor: ['x', 3, true, {}, null, [], nn.Identity()],
  string: [3, true, {}, null, [], torch.ones(2)],
};
/** Names to print, which may be anything. */
const printedOnly: ReadonlySet<string> = new Set(['PrintSize', 'Profile', 'UpSampling']);

let numbers = 0;
let objects = 0;
for (const name of concreteClasses) {
  const parameters = constructorOf(name);
  const required = parameters.filter(({ optional }) => !optional);
  const base = told[name]?.() ?? required.map(argumentFor);
  const message = new RegExp(`^${name}: expected .+, got .+$`);
  for (const [at, parameter] of parameters.entries()) {
    const place = (value: unknown): unknown[] =>
      Object.assign([...base], { length: Math.max(base.length, at + 1), [at]: value });
    const refuses = (value: unknown, Kind: typeof TypeError | typeof RangeError | typeof Error): void => {
      const error = thrown(() => make(name, place(value)));
      assert.match(error.message, message, String(value));
      assert.instance(error, Kind, `${error.message}, for ${value}`);
    };
    if (takesNumber(parameter)) {
      numbers++;
      test(`${name} refuses a ${parameter.name} that is no number`, () => {
        assert.ok(make(name, base), 'with right arguments it is made');
        for (const [value, unless] of wrongKinds) if (!unless.test(parameter.type)) refuses(value, TypeError);
        refuses(Number.NaN, RangeError);
        for (const value of unusual) {
          try {
            make(name, place(value));
          } catch (error) {
            assert.instance(error, RangeError, `${error}, for ${value}`);
            const { message: text } = error as Error;
            assert.ok(message.test(text) || atLimit.test(text), text);
          }
        }
      });
    } else if (parameter.type in otherKinds && !(parameter.type === 'string' && printedOnly.has(name))) {
      objects++;
      test(`${name} refuses a ${parameter.name} that is no ${parameter.type}`, () => {
        for (const value of otherKinds[parameter.type]) refuses(value, Error);
      });
    }
  }
}

test('all constructors are among them', () => {
  assert.ok(numbers > 350 && objects > 25, `${numbers} numbers, ${objects} objects`);
});

test('errors name the argument, what it has to be, and what it is', () => {
  fails(() => nn.ELU('1' as unknown as number), TypeError, 'ELU: expected alpha to be a number, got string');
  fails(() => nn.Normalize(2, Number.NaN), RangeError, 'Normalize: expected eps to be a number, got NaN');
  fails(() => nn.Normalize(-1), RangeError, 'Normalize: expected p > 0, got -1');
  fails(() => nn.Sum(1.5), RangeError, 'Sum: expected dimension to be a whole number, got 1.5');
  fails(() => nn.OneHot(0), RangeError, 'OneHot: expected outputSize from 1 up, got 0');
  fails(() => nn.Index(0, 2 as 0), RangeError, 'Index: expected indexBase 0 or 1, got 2');
});

test.run();
