/** @file Gives every declaration in dist a CommonJS twin: x.d.ts -> x.d.cts, importing './y.cjs' for './y.js'. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** Where the relative specifiers of a declaration file end, the last first. */
function relativeSpecifierEnds(text: string): number[] {
  const ends: number[] = [];
  const visit = (node: ts.Node): void => {
    // Literals of a module's name stand under these four only; `import('./x.js').T` wraps its own in a literal type.
    const owner = ts.isLiteralTypeNode(node.parent) ? node.parent.parent : node.parent;
    const names =
      ts.isImportDeclaration(owner) ||
      ts.isExportDeclaration(owner) ||
      ts.isImportTypeNode(owner) ||
      ts.isModuleDeclaration(owner);
    if (names && ts.isStringLiteral(node) && /^\.{1,2}\/.*\.js$/.test(node.text)) ends.push(node.end - 1);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(ts.createSourceFile('x.d.ts', text, ts.ScriptTarget.ES2022, true), visit);
  return ends.sort((a, b) => b - a);
}

function twin(text: string): string {
  for (const end of relativeSpecifierEnds(text)) text = `${text.slice(0, end - '.js'.length)}.cjs${text.slice(end)}`;
  return text;
}

for (const path of readdirSync('dist', { recursive: true, encoding: 'utf8' })) {
  if (!path.endsWith('.d.ts')) continue;
  const file = join('dist', path);
  writeFileSync(file.replace(/\.d\.ts$/, '.d.cts'), twin(readFileSync(file, 'utf8')));
}
