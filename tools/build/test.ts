/** @file Runs every spec in one process, and fails when there is none or when one forgets `test.run()`. */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { parse } from 'uvu/parse';
import { run } from 'uvu/run';

function holdsTypesOnly(file: string): boolean {
  return ts
    .createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022)
    .statements.every(
      (s) =>
        ts.isInterfaceDeclaration(s) ||
        ts.isTypeAliasDeclaration(s) ||
        (ts.isImportDeclaration(s) && s.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) ||
        (ts.isExportDeclaration(s) && s.isTypeOnly),
    );
}

const { suites } = await parse('spec', String.raw`\.spec\.ts$`);
if (suites.length === 0) throw new Error('spec: expected at least one *.spec.ts, got none');

await run(suites);

const queue = (globalThis as unknown as { UVU_QUEUE: unknown[][] }).UVU_QUEUE;
for (const [i, { name }] of suites.entries()) {
  if (queue[i].length > 0) continue;
  console.error(`spec/${name}: expected a call of test.run(), got none`);
  process.exitCode = 1;
}

// Nothing loads a file of types at run time, and coverage would count all its lines missed.
for (const folder of ['lib', 'modules', 'criteria']) {
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = resolve(folder, path);
    if (file.endsWith('.ts') && holdsTypesOnly(file)) await import(pathToFileURL(file).href);
  }
}
