/** @file A number as C's printf writes it with %g, %.9g, %.14g or %.17g. */

/** Digits until the end, without the zeros that say nothing. */
const bare = (digits: string): string => (digits.includes('.') ? digits.replace(/\.?0*$/, '') : digits);

/**
 * `toPrecision` takes the larger of two digits that are equally near, C the even one. Equally near means that the expansion ends with a
 * 5 behind the last digit, which takes a multiple of 2^-k with 5^k < 10^(precision + 1): hardly any number gets as far as the digits.
 */
function digitsOf(value: number, precision: number): string {
  const rounded = value.toExponential(precision - 1);
  if (!Number.isInteger(value * 2 ** Math.floor((precision + 1) / Math.log10(5)))) return rounded;
  const exact = value.toExponential(precision + 24);
  const split = exact.indexOf('.') + precision;
  if (!/^50*e/.test(exact.slice(split)) || Number(exact[split - 1]) % 2 === 1) return rounded;
  return exact.slice(0, split) + exact.slice(exact.indexOf('e'));
}

/** `precision` significant digits, without trailing zeros; an exponent where it is below −4 or not below the precision. */
export function general(value: number, precision: 6 | 9 | 14 | 17 = 6): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (Number.isInteger(value) && Math.abs(value) < 10 ** Math.min(precision, 15))
    return Object.is(value, -0) ? '-0' : String(value);
  const sign = value < 0 ? '-' : '';
  const [mantissa, power] = digitsOf(Math.abs(value), precision).split('e');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= precision) {
    const size = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${bare(mantissa)}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  const digits = mantissa.replace('.', '');
  if (exponent < 0) return `${sign}${bare(`0.${'0'.repeat(-exponent - 1)}${digits}`)}`;
  return sign + bare(`${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`);
}
