import { FormatError } from '../../../shared/format/errors.js';

/** `what` completes "'x.arrow' cannot be read: ...". */
export function badArrow(file: string, what: string, cause?: unknown): FormatError {
  return new FormatError('bad-arrow', `'${file}' cannot be read: ${what}`, { file }, cause);
}
