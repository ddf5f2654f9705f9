/** @file The code in Markdown: programs to type-check and to run, and what they print. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { format } from 'node:util';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The text of a file of the repository. */
export function text(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/**
 * The programs of a page: each `ts` block that imports begins one, and those that do not go on with it. `torch-rop` is
 * imported from lib/index.js, relative to the repository, and `torch-rop/plot` from lib/plot/index.js.
 */
export function programsIn(file: string): string[] {
  const programs: string[] = [];
  for (const [, code] of text(file).matchAll(/^```ts\n([\s\S]*?)^```$/gm)) {
    if (programs.length === 0 || /^import /m.test(code)) programs.push(code);
    else programs[programs.length - 1] += code;
  }
  return programs.map((code) =>
    code.replaceAll("'torch-rop'", "'./lib/index.js'").replaceAll(/'torch-rop\/(\w+)'/g, "'./lib/$1/index.js'"),
  );
}

/** What the program says that it prints: the comments behind its calls of console.log. */
export function promised(code: string): string[] {
  const calls = code.split('\n').filter((line) => line.includes('console.log('));
  return calls.map((line) => /\); \/\/ (.*)$/.exec(line)?.[1] ?? `nothing promised by '${line.trim()}'`);
}

/** Runs a program whose imports are relative to `folder` of the repository: what it prints, and what it exports. */
export async function run(
  code: string,
  folder: string = '.',
): Promise<{ printed: string[]; exports: Record<string, unknown> }> {
  const absolute = code.replace(/from '(\.[^']*)\.js'/g, (_, path: string) => {
    return `from '${pathToFileURL(resolve(root, folder, path)).href}.ts'`;
  });
  const place = mkdtempSync(join(tmpdir(), 'torch-rop-'));
  const file = join(place, 'program.mts');
  writeFileSync(file, absolute);
  const printed: string[] = [];
  const { log } = console;
  console.log = (...values: unknown[]) => {
    printed.push(format(...values));
  };
  try {
    return { exports: await import(pathToFileURL(file).href), printed };
  } finally {
    console.log = log;
    rmSync(place, { recursive: true });
  }
}

/** The compiler's complaints about programs, by the path at which each one pretends to stand. */
export function complaints(programs: Readonly<Record<string, string>>): string[] {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, 'tsconfig.json'),
    { noUnusedLocals: false },
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
        throw new Error(String(messageText));
      },
    },
  );
  const options = (config as ts.ParsedCommandLine).options;
  const virtual = new Map(Object.entries(programs).map(([path, code]) => [join(root, path), code]));
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => virtual.has(path) || fileExists(path);
  host.readFile = (path) => virtual.get(path) ?? readFile(path);
  host.getSourceFile = (path, languageVersion, ...rest) => {
    const code = virtual.get(path);
    return code === undefined
      ? getSourceFile(path, languageVersion, ...rest)
      : ts.createSourceFile(path, code, languageVersion, true);
  };
  const program = ts.createProgram([...virtual.keys()], options, host);
  return [...virtual.keys()].flatMap((path) => {
    const source = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map((diagnostic) => {
      const { line } = ts.getLineAndCharacterOfPosition(source as ts.SourceFile, diagnostic.start ?? 0);
      return `${path}, line ${line + 1}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')}`;
    });
  });
}
