import { type BloscpackError, IoError, isBloscpackError } from './errors.js';

/** What the codes that users meet mean, and what they can do. */
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

/** Why the system refused, in words; undefined for a code that has none. */
export function reasonOf(code: string): string | undefined {
  return REASONS[code];
}

/** What was tried, by the name of the call. */
const ACTIONS: Readonly<Record<string, string>> = {
  open: 'open',
  read: 'read',
  write: 'write',
  ftruncate: 'cut',
  fsync: 'flush',
  rename: 'rename',
  link: 'rename',
  unlink: 'remove',
  mkdir: 'make',
  scandir: 'list',
};

/**
 * An error of the family for what is thrown: itself when it is one, and for a system error that has no message of ours yet
 * one that says what was tried, on what and why. Undefined for anything else, which is a fault of the program.
 */
export function toFamilyError(thrown: unknown): BloscpackError | undefined {
  if (isBloscpackError(thrown)) return thrown;
  if (!(thrown instanceof Error && 'syscall' in thrown && 'code' in thrown)) return undefined;
  const { syscall, code } = thrown;
  if (typeof syscall !== 'string' || typeof code !== 'string') return undefined;
  const path = 'path' in thrown && typeof thrown.path === 'string' ? thrown.path : undefined;
  const what = path === undefined ? 'the file' : `'${path}'`;
  const message = `cannot ${ACTIONS[syscall] ?? 'look at'} ${what}: ${reasonOf(code) ?? thrown.message}`;
  return new IoError(code, message, path === undefined ? {} : { file: path }, thrown);
}
