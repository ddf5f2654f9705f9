/** @file How wide initial values are drawn. */
import { anyNumber, checkNumber, orNone } from './numbers.js';

/** b of values that are drawn uniform in ±b: of deviation `stdv`, or else the class's own. @throws unless stdv is a number, or undefined */
export function uniformBound(who: string, stdv: number | undefined, own: number): number {
  checkNumber(`${who}.reset`, 'stdv', stdv, orNone(anyNumber));
  return stdv === undefined ? own : stdv * Math.sqrt(3);
}
