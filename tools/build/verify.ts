/** @file Checks what a build must keep: a runnable command, a browser-clean library, one copy of every module. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';

const faults: string[] = [];

/** Specifiers of the import and export statements of an ES module; dynamic imports are not among them. */
function staticImports(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022);
  return source.statements
    .filter((s) => ts.isImportDeclaration(s) || ts.isExportDeclaration(s))
    .flatMap((s) => (s.moduleSpecifier && ts.isStringLiteral(s.moduleSpecifier) ? [s.moduleSpecifier.text] : []));
}

function checkBrowserClean(entry: string): void {
  const reached = new Set([resolve(entry)]);
  for (const file of reached) {
    for (const specifier of staticImports(file)) {
      if (specifier.startsWith('.')) reached.add(resolve(file, '..', specifier));
      else if (isBuiltin(specifier)) faults.push(`${entry}: reaches the Node module '${specifier}' through ${file}`);
    }
  }
}

/** Whoever has not installed an optional package has not its types either. */
function checkDeclarations(entry: string): void {
  const { optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    optionalDependencies: Record<string, string>;
  };
  const reached = new Set([resolve(entry)]);
  for (const file of reached) {
    for (const specifier of staticImports(file)) {
      if (specifier.startsWith('.')) reached.add(resolve(file, '..', specifier.replace(/\.js$/, '.d.ts')));
      else if (Object.hasOwn(optionalDependencies, specifier)) {
        faults.push(`${entry}: reaches the optional package '${specifier}' through ${file}`);
      }
    }
  }
}

/** The bundler heads each module's text with its path; a path met twice in one format is a class met twice. */
function checkSingleCopies(extension: string): void {
  const home = new Map<string, string>();
  for (const file of readdirSync('dist', { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith(extension) || file.endsWith('.d.cts')) continue;
    const text = readFileSync(join('dist', file), 'utf8');
    for (const [, module] of text.matchAll(/^\/\/ ((?:lib|modules|criteria)\/\S+\.ts)$/gm)) {
      const other = home.get(module) ?? file;
      if (other !== file) faults.push(`${module}: stands in dist/${other} and again in dist/${file}`);
      home.set(module, file);
    }
  }
  const [tensor, families] = ['lib/tensor/tensor.ts', 'lib/tensor/index.ts'].map((module) => home.get(module));
  // With sideEffects false, a consumer's bundler drops a file of which it uses no name.
  if (tensor === undefined || tensor !== families) {
    faults.push(`Tensor: expected its class and its methods in one file, got dist/${tensor} and dist/${families}`);
  }
}

async function checkSameNames(entry: string): Promise<void> {
  const file = resolve('dist', entry);
  const required = Object.keys(createRequire(import.meta.url)(`${file}.cjs`));
  const imported = Object.keys(await import(pathToFileURL(`${file}.js`).href));
  const list = (names: string[]) =>
    names
      .filter((name) => !['default', '__esModule'].includes(name))
      .sort()
      .join(', ');
  if (list(required) !== list(imported)) {
    faults.push(`dist/${entry}: require gives {${list(required)}}, import gives {${list(imported)}}`);
  }
}

if (!readFileSync('dist/tools/rop.js', 'utf8').startsWith('#!/usr/bin/env node\n')) {
  faults.push("tools/rop.ts: expected the first line '#!/usr/bin/env node'");
}
checkBrowserClean('dist/lib/index.js');
checkBrowserClean('dist/lib/plot/index.js');
for (const entry of ['index', 'io/index', 'lua/index', 'plot/index']) checkDeclarations(`dist/lib/${entry}.d.ts`);
checkSingleCopies('.js');
checkSingleCopies('.cjs');
await checkSameNames('lib/index');
await checkSameNames('lib/io/index');
await checkSameNames('lib/lua/index');
await checkSameNames('lib/plot/index');

for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
