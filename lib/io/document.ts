/** @file Documents: JSON files that say what they are and in which version. */
import { readFileSync } from 'node:fs';
import { fileFault } from './atomic.js';
import { DataError } from './csv.js';
import { decode, encode, type Json } from './encoding.js';

/** The kind of a document, such as `torch-rop model`. */
export type DocumentFormat = `torch-rop ${string}`;

const version = 1;

/** The text of a document: `about` is plain JSON, for people and other programs; `value` is whatever `encode` takes. */
export function documentText(format: DocumentFormat, about: Json, value: unknown): string {
  return `${JSON.stringify({ format, version, about, ...encode(value) })}\n`;
}

/**
 * Reads a document that `documentText` made.
 *
 * @throws DataError for a file that cannot be read, that is cut off or no JSON, of another format or a version not known here.
 */
export function readDocument(format: DocumentFormat, path: string): { about: Json; value: unknown } {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new DataError(`cannot read ${path}: ${fileFault(error)}`, { cause: error });
  }
  let document: Record<string, unknown> | null;
  try {
    document = JSON.parse(text);
  } catch (error) {
    const fault = text.trim() === '' ? 'an empty file' : `text that is cut off or no JSON (${text.length} characters)`;
    throw new DataError(`${path}: expected a ${format} in JSON, got ${fault}`, { cause: error });
  }
  if (document?.format !== format) {
    const got = typeof document?.format === 'string' ? `'${document.format}'` : 'another kind of JSON';
    throw new DataError(`${path}: expected format '${format}', got ${got}`);
  }
  if (document.version !== version) {
    throw new DataError(`${path}: expected version ${version} of the format, got ${JSON.stringify(document.version)}`);
  }
  return { about: (document.about ?? null) as Json, value: decode(document, path) };
}
