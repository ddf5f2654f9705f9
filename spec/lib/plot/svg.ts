/** @file Pictures taken apart again: an SVG's elements, texts and places. */
import { Resvg } from '@resvg/resvg-js';
import { DOMParser } from 'linkedom';

/** The root element. @throws where a strict reader of XML finds the text malformed */
export function parsed(svg: string): Element {
  new Resvg(svg);
  return new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement as unknown as Element;
}

/** The elements of a mark, by its label, such as 'bar' or 'x-axis tick label'. */
export function marks(root: Element, label: string, of: string = '*'): Element[] {
  return [...root.querySelectorAll(`[aria-label="${label}"] ${of}`)];
}

export function texts(root: Element, label: string): string[] {
  return marks(root, label, 'text').map((text) => text.textContent);
}

/** Numbers of an attribute of each element. */
export function numbers(elements: readonly Element[], attribute: string): number[] {
  return elements.map((element) => Number(element.getAttribute(attribute)));
}

function moved(element: Element | null): [x: number, y: number] {
  const [, x = 0, y = 0] = /translate\(([-\d.]+),([-\d.]+)\)/.exec(element?.getAttribute('transform') ?? '') ?? [];
  return [Number(x), Number(y)];
}

/** Where `translate(x,y)` puts each element, in a group that may be moved itself. */
export function places(elements: readonly Element[]): [x: number, y: number][] {
  return elements.map((element) => {
    const [[x, y], [dx, dy]] = [moved(element), moved(element.parentElement)];
    return [x + dx, y + dy];
  });
}

/** The points of a path of straight lines, one list for each piece. */
export function pieces(path: Element): [x: number, y: number][][] {
  const text = path.getAttribute('d') ?? '';
  return [...text.matchAll(/M([^MZ]+)/g)].map(([, piece]) =>
    piece.split('L').map((pair) => pair.split(',').map(Number) as [number, number]),
  );
}

export async function rejected(work: Promise<unknown>): Promise<Error> {
  try {
    await work;
  } catch (error) {
    return error as Error;
  }
  throw new Error('expected an error, got none');
}
