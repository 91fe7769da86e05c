import { expect, it } from 'vitest';
import { errorDetails, errorPlace } from '../../../renderer/format/error-text.js';

const error = {
  kind: 'checksum',
  message: 'The digest of chunk 1204 differs.',
  where: { file: 'a.blp', chunkIndex: 1204, offsetBytes: 1_048_600 },
  details: 'blosc 1.21.3',
} as const;

it('writes the place with grouped digits', () => {
  expect(errorPlace(error)).toBe('a.blp, chunk 1,204, byte 1,048,600');
  expect(errorPlace({ kind: 'internal', message: 'x' })).toBe('');
});

it('does not group digits in what is copied', () => {
  expect(errorDetails(error)).toBe(
    'The digest of chunk 1204 differs.\nkind: checksum\nfile: a.blp\nchunk: 1204\nbyte: 1048600\nblosc 1.21.3',
  );
});
