import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CHECKSUMS, checksumById, checksumByName } from '../../../shared/format/checksums.js';
import { ArgumentError, FormatError } from '../../../shared/format/errors.js';

describe('the checksum table', () => {
  it('finds every entry by its id and by its name', () => {
    for (const checksum of CHECKSUMS) {
      expect(checksumById(checksum.id)).toBe(checksum);
      expect(checksumByName(checksum.name)).toBe(checksum);
    }
  });

  it.each(['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'])('has the length of a digest of %s', (name) => {
    expect(checksumByName(name).digestBytes).toBe(createHash(name).digest().length);
  });

  it.each([9, 255, -1])('refuses the id %d', (id) => {
    expect(() => checksumById(id)).toThrow(FormatError);
  });

  it.each(['none', 'adler', ''])('lists the names for the unknown name %j', (name) => {
    expect(() => checksumByName(name)).toThrow(ArgumentError);
    expect(() => checksumByName(name)).toThrow('None, adler32, crc32, md5, sha1, sha224, sha256, sha384, sha512');
  });
});
