/** @file The version of the package that this command belongs to. */
import { existsSync, readFileSync } from 'node:fs';

/** As package.json has it: beside the sources one folder up, beside the bundle two. */
export function version(): string {
  let url = new URL('../package.json', import.meta.url);
  if (!existsSync(url)) url = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(url, 'utf8')) as { version: string }).version;
}
