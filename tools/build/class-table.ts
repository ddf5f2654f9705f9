/** @file The table of classes in README.md, made of the registry and of the files that it names. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { aspectNames, type Finding } from '../commands/check/finding.js';
import { mark } from '../commands/coverage/classes.js';

const registry = 'lib/classes.ts';

interface Declaration {
  name: string;
  file: string;
  base: string;
  isAbstract: boolean;
  /** Of its own constructor; undefined where it has none and takes its base's. */
  parameters: string[] | undefined;
  summary: string;
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
}

/** `outputSize`, `bias = true`, `weights?`, `...size`. */
function parameterText(parameter: ts.ParameterDeclaration): string {
  const rest = parameter.dotDotDotToken ? '...' : '';
  const optional = parameter.questionToken ? '?' : '';
  const initial = parameter.initializer ? ` = ${parameter.initializer.getText()}` : '';
  return `${rest}${parameter.name.getText()}${optional}${initial}`;
}

/** The first sentence of the file line. */
function summaryOf(file: string, source: ts.SourceFile): string {
  const [, text] = /^\/\*\* @file (.+?) \*\//.exec(source.text) ?? [];
  if (text === undefined) throw new Error(`${file}: expected '/** @file … */' on the first line, got none`);
  return /^.*?\.(?= |$)/.exec(text)?.[0] ?? text;
}

function declarationsIn(file: string): Declaration[] {
  const source = parse(file);
  return source.statements.filter(ts.isClassDeclaration).map((node) => {
    const own = node.members.filter(ts.isConstructorDeclaration).find((member) => member.body);
    const [heritage] = node.heritageClauses?.filter(({ token }) => token === ts.SyntaxKind.ExtendsKeyword) ?? [];
    return {
      name: node.name?.text ?? '',
      file,
      base: heritage?.types[0].expression.getText() ?? '',
      isAbstract: node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AbstractKeyword) === true,
      parameters: own?.parameters.map(parameterText),
      summary: summaryOf(file, source),
    };
  });
}

/** Every class that the registry exports, in its order. */
function registered(): Declaration[] {
  return parse(registry).statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || !statement.exportClause || !ts.isNamedExports(statement.exportClause))
      return [];
    const specifier = statement.moduleSpecifier as ts.StringLiteral;
    const file = join(dirname(registry), specifier.text.replace(/\.js$/, '.ts'));
    const declarations = declarationsIn(file);
    return statement.exportClause.elements.map(({ name }) => {
      const found = declarations.find((declaration) => declaration.name === name.text);
      if (!found) throw new Error(`${registry}: expected class ${name.text} in ${file}, got none`);
      return found;
    });
  });
}

function parametersOf(declaration: Declaration, all: readonly Declaration[]): string[] {
  if (declaration.parameters) return declaration.parameters;
  const base = all.find(({ name }) => name === declaration.base);
  return base ? parametersOf(base, all) : [];
}

/** A Markdown table with its columns aligned, as the formatter has it. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, column) => Math.max(3, ...rows.map((row) => row[column].length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
  return [line(rows[0]), line(widths.map((width) => '-'.repeat(width))), ...rows.slice(1).map(line)];
}

/** Markdown: a row for each class that can be made, and what the checks found; a line of those that are there to be extended. */
function classTable(findings: readonly Finding[]): string {
  const all = registered();
  const aspects = new Map(findings.map((finding) => [finding.name, finding.aspects]));
  const rows = all
    .filter(({ isAbstract }) => !isAbstract)
    .map((declaration) => {
      const { name, file, base, summary } = declaration;
      const marks = aspectNames.map((aspect) => mark(aspects.get(name) ?? {}, aspect));
      return [`[\`${name}(${parametersOf(declaration, all).join(', ')})\`](${file})`, base, summary, ...marks];
    });
  const bases = all.filter(({ isAbstract }) => isAbstract).map(({ name }) => `\`${name}\``);
  const extend = ['To extend, as [docs/architecture.md](docs/architecture.md) explains:', `${bases.join(', ')}.`];
  return [...table([['class', 'extends', '', ...aspectNames], ...rows]), '', ...extend].join('\n');
}

/** README's text with the table as it has to be. */
export function withClassTable(readme: string, findings: readonly Finding[]): string {
  const [begin, end] = ['<!-- classes -->', '<!-- /classes -->'];
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md: expected ${begin} and then ${end}, got no such pair`);
  return `${readme.slice(0, from + begin.length)}\n\n${classTable(findings)}\n\n${readme.slice(to)}`;
}
