import { NativeError } from '../../../native/native-error.js';
import { type BloscpackError, ChecksumError, FormatError, type FormatProblem } from '../../../shared/format/errors.js';
import { type Problem, type ProblemFields, type ProblemKind, problem } from './problems.js';

/** Array headers and JSON are in a container only as metadata. */
const KINDS = {
  'not-bloscpack': 'not-bloscpack',
  'unsupported-version': 'unsupported-version',
  'bad-header': 'bad-header',
  truncated: 'truncated',
  'bad-offset': 'bad-offset',
  'bad-metadata': 'bad-metadata',
  'bad-chunk': 'bad-chunk',
  'following-container': 'following-container',
  'bad-dtype': 'bad-metadata',
  'bad-npy': 'bad-metadata',
  'bad-npz': 'bad-metadata',
  'bad-joblib': 'bad-metadata',
  'bad-parquet': 'bad-metadata',
  'bad-arrow': 'bad-metadata',
  'bad-csv': 'bad-metadata',
  'bad-hdf5': 'bad-metadata',
  'bad-json': 'bad-metadata',
} as const satisfies Record<FormatProblem, ProblemKind>;

/**
 * Whether an error says that the bytes are damaged. Anything else (no memory, an unreadable disk, a missing add-on, cancel)
 * does not, and ends a verification.
 */
export function isFinding(error: unknown): error is BloscpackError {
  return error instanceof FormatError || error instanceof ChecksumError;
}

/** The kind of problem that an error describes. */
export function kindOf(error: BloscpackError): ProblemKind {
  if (error instanceof FormatError) return KINDS[error.problem];
  if (error instanceof ChecksumError && error.section === 'metadata') return 'metadata-checksum-mismatch';
  return error instanceof ChecksumError ? 'checksum-mismatch' : 'bad-chunk';
}

/** Makes a problem from an error. `fields` are added to those of the error, `also` to its message. */
export function problemOf(error: BloscpackError, fields: ProblemFields = {}, kind = kindOf(error), also = ''): Problem {
  const { chunkIndex, offsetBytes, expected, found } = { ...nativeFields(error), ...error.context };
  const known = {
    ...(chunkIndex !== undefined && { chunkIndex }),
    ...(offsetBytes !== undefined && { offsetBytes }),
    ...(expected !== undefined && { expected }),
    ...(found !== undefined && { found }),
    ...fields,
  };
  return problem(kind, `${error.message}${placeOf(error.message, known.offsetBytes)}${also}`, known);
}

/** The position for messages that do not contain it. */
function placeOf(message: string, offsetBytes: number | undefined): string {
  const isSaid = offsetBytes === undefined || new RegExp(`byte ${offsetBytes}\\b`).test(message);
  return isSaid ? '' : ` (at byte ${offsetBytes})`;
}

/** `expected` and `found` of the native error that caused this one. */
function nativeFields(error: BloscpackError): ProblemFields {
  if (!(error.cause instanceof NativeError)) return {};
  const { expected, found } = error.cause.fields;
  return { ...(expected !== undefined && { expected }), ...(found !== undefined && { found }) };
}
