import type { Speeds } from './formulas.js';
import type { Measured } from './result.js';

/** The medians of a result, for the formulas. */
export function speedsOf({ ratio, compress, decompress }: Measured): Speeds {
  return { ratio, compress: compress.median, decompress: decompress.median };
}
