import { type ErrorContext, IoError, isBloscpackError } from '../../../shared/format/errors.js';
import { reasonOf } from '../../../shared/format/system-error.js';

/** Turns an error of `node:fs` into an IoError that says what failed. A `BloscpackError` is returned unchanged. */
export function toIoError(error: unknown, action: string, context: ErrorContext): Error {
  if (isBloscpackError(error)) return error;
  const code = codeOf(error);
  // A file that is written is created: what is missing is its folder.
  const known = code === 'ENOENT' && action === 'write' ? 'its folder does not exist' : reasonOf(code);
  const reason = known ?? (error instanceof Error ? error.message : String(error));
  const name = context.file === undefined ? '' : ` '${context.file}'`;
  return new IoError(code, `cannot ${action}${name}: ${reason}`, context, error);
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN';
}

/** Runs an I/O action and turns its errors into IoErrors. */
export async function withIoErrors<T>(action: string, file: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw toIoError(error, action, { file });
  }
}
