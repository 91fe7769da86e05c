import { expect, it } from 'vitest';
import { CallError, isCancellation, refusal, toContractError } from '../../../shared/errors/contract-error.js';
import {
  ArgumentError,
  CancelledError,
  ChecksumError,
  CodecError,
  FormatError,
  type FormatProblem,
  IoError,
} from '../../../shared/format/errors.js';

const problems = Object.keys({
  'not-bloscpack': 0,
  'unsupported-version': 0,
  'bad-header': 0,
  truncated: 0,
  'bad-offset': 0,
  'bad-metadata': 0,
  'bad-chunk': 0,
  'following-container': 0,
  'bad-dtype': 0,
  'bad-npy': 0,
  'bad-npz': 0,
  'bad-joblib': 0,
  'bad-parquet': 0,
  'bad-arrow': 0,
  'bad-csv': 0,
  'bad-hdf5': 0,
  'bad-json': 0,
} satisfies Record<FormatProblem, 0>) as FormatProblem[];

it.each(problems)('gives a broken format (%s) its problem and a remedy', (problem) => {
  const error = toContractError(new FormatError(problem, 'it is broken', { file: '/data/a.blp', offsetBytes: 7 }));
  expect(error).toMatchObject({ kind: 'format', problem, message: 'It is broken' });
  expect(error.where).toEqual({ file: 'a.blp', offsetBytes: 7 });
  expect(error.remedy).toMatch(/\.$/);
});

it.each(['ENOENT', 'EACCES', 'ENOSPC', 'EROFS', 'EMFILE', 'ESTALE', 'EWHATEVER'])('gives %s a remedy', (code) => {
  const error = toContractError(new IoError(code, "cannot write '/data/a'", { file: '/data/a' }));
  expect(error).toMatchObject({ kind: 'io', code, message: "Cannot write 'a'" });
  expect(error.remedy).toMatch(/\.$/);
});

it.each([
  [new ChecksumError('chunk', 'chunk 3 is damaged', { chunkIndex: 3 }), 'checksum'],
  [new CodecError('it failed'), 'codec'],
  [new ArgumentError('clevel must be 0 to 9'), 'argument'],
  [new TypeError('undefined is not a function'), 'internal'],
  [Object.assign(new Error('EIO: i/o error, fstat'), { code: 'EIO', syscall: 'fstat' }), 'io'],
] as const)('gives %s a remedy and has the rest in the details', (thrown, kind) => {
  const error = toContractError(thrown);
  expect(error.kind).toBe(kind);
  expect(error.remedy).toMatch(/\.$/);
  expect(error.details).toContain('Node ');
});

it('has no remedy for a cancellation', () => {
  expect(toContractError(new CancelledError()).remedy).toBeUndefined();
});

it('keeps the message with which a handler refuses', () => {
  expect(toContractError(refusal('gone', 'It is gone.', 'Drop it again.'))).toEqual({
    kind: 'gone',
    message: 'It is gone.',
    remedy: 'Drop it again.',
  });
});

it('accepts a thrown value that is not an error', () => {
  expect(toContractError('oops')).toMatchObject({ kind: 'internal' });
  expect(toContractError(undefined).message).toContain('undefined');
});

it('recognises a cancellation, also one that another thread reported', () => {
  expect(isCancellation(new CancelledError())).toBe(true);
  expect(isCancellation(new CallError(toContractError(new CancelledError())))).toBe(true);
  expect(isCancellation(new ArgumentError('no'))).toBe(false);
  expect(isCancellation(new Error('cancelled'))).toBe(false);
});

it('names files of Windows without their folders too', () => {
  const file = 'C:\\data\\a.blp';
  expect(toContractError(new IoError('EACCES', `cannot read '${file}'`, { file }))).toMatchObject({
    message: "Cannot read 'a.blp'",
    where: { file: 'a.blp' },
  });
});
