import { type ErrorContext, IoError, isBloscpackError } from '../../../shared/format/errors.js';

/** What frequent error codes mean, and what the user can do. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'permission denied; check who owns it and its mode',
  EPERM: 'the operation is not permitted here',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of its path is not a directory',
  EEXIST: 'it exists already',
  EBUSY: 'it is open in another program or window; close it there and try again',
  ENOSPC: 'no space left on the device; free some and try again',
  EDQUOT: 'the disk quota is used up; free some and try again',
  EROFS: 'the file system is read-only',
  EFBIG: 'the file would be larger than the file system allows',
  EMFILE: 'too many files are open; close some and try again',
  EIO: 'the device reported an input/output error',
  EPIPE: 'the program that reads the output has closed it',
  ELOOP: 'it is a chain of symbolic links that never ends',
  ENAMETOOLONG: 'the name is too long',
};

/** Turns an error of `node:fs` into an IoError that says what failed. A `BloscpackError` is returned unchanged. */
export function toIoError(error: unknown, action: string, context: ErrorContext): Error {
  if (isBloscpackError(error)) return error;
  const code = codeOf(error);
  const reason = REASONS[code] ?? (error instanceof Error ? error.message : String(error));
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
