/** @file The optional packages that draw, loaded when the first picture is asked for. */
import type * as Observable from '@observablehq/plot';

/** What draws: Observable Plot, and a document for it to make elements in. */
export interface Drawing {
  Plot: typeof Observable;
  document: Document;
}

/** @throws Error that names the package, where it is not installed or does not load */
export async function loaded<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const isMissing = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
    throw new Error(
      isMissing
        ? `plot: expected the optional package ${name}, got none; install it: npm install ${name}`
        : `plot: the package ${name} does not load: ${message}`,
      { cause },
    );
  }
}

/** A new document of XML: one of HTML would not escape what stands in attributes. */
export async function drawing(): Promise<Drawing> {
  const Plot = await loaded('@observablehq/plot', () => import('@observablehq/plot'));
  const { DOMParser } = await loaded('linkedom', () => import('linkedom'));
  const empty = '<svg xmlns="http://www.w3.org/2000/svg"/>';
  return { Plot, document: new DOMParser().parseFromString(empty, 'image/svg+xml') as unknown as Document };
}
