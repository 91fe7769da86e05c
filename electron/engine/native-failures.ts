import { getSystemErrorName } from 'node:util';
import { NativeError } from '../../native/native-error.js';
import { ChecksumError, CodecError, type ErrorContext, FormatError } from '../../shared/format/errors.js';
import { toIoError } from './io/io-error.js';

/** The files that a native call reads from and writes to, for messages. */
export interface FileNames {
  readonly readFrom?: string;
  readonly writeTo?: string;
}

/** Turns a NativeError into the matching BloscpackError with `context`. Returns all other errors unchanged. */
export function fromNative(error: unknown, context: ErrorContext, names: FileNames = {}): unknown {
  if (!(error instanceof NativeError)) return error;
  const chunk = context.chunkIndex === undefined ? 'the chunk' : `chunk ${context.chunkIndex}`;
  switch (error.code) {
    case 'bad-chunk':
      return new FormatError('bad-chunk', `${chunk} is damaged: ${error.message}`, context, error);
    case 'checksum-mismatch':
      return checksumError(error, chunk, context);
    case 'short-read':
      return new FormatError('truncated', `the file was cut while ${chunk} was being read`, context, error);
    case 'io':
      return ioError(error, context, names);
    case 'codec-failed':
      return streamsAreDamaged(error)
        ? new FormatError('bad-chunk', `${chunk} is damaged: its compressed bytes do not decompress`, context, error)
        : new CodecError(`${chunk}: ${error.message}`, context, error);
    case 'load-failed':
      return new CodecError(error.message, {}, error);
    default:
      return new CodecError(`${chunk}: ${error.message}`, context, error);
  }
}

/** Whether C-Blosc returned another size than the chunk's header states. Its other failures (memory) have no such sizes. */
function streamsAreDamaged({ fields }: NativeError): boolean {
  return fields.expected !== undefined && fields.found !== undefined;
}

function checksumError(error: NativeError, chunk: string, context: ErrorContext): ChecksumError {
  const expected = String(error.fields.expected ?? '');
  const found = String(error.fields.found ?? '');
  return new ChecksumError('chunk', checksumMessage(chunk, expected, found), { ...context, expected, found });
}

export function checksumMessage(what: string, storedHex: string, computedHex: string): string {
  return `${what} is damaged: its stored checksum is ${storedHex}, but its bytes have ${computedHex}`;
}

function ioError(error: NativeError, context: ErrorContext, names: FileNames): Error {
  const errno = Number(error.fields.errno ?? 0);
  const action = error.fields.syscall === 'pwrite' ? 'write' : 'read';
  const file = action === 'write' ? names.writeTo : names.readFrom;
  const code = errno === 0 ? 'EIO' : getSystemErrorName(-Math.abs(errno));
  return toIoError(new IoErrno(code, error.message), action, { ...context, ...(file !== undefined && { file }) });
}

/** An errno as an error like those of `node:fs`. */
class IoErrno extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
