import { describe, expect, it } from 'vitest';
import { CODECS, codecByName, formatCodecById, SHUFFLES } from '../../../shared/format/codecs.js';
import { ArgumentError } from '../../../shared/format/errors.js';

describe('the codec table', () => {
  it('has the format of every id that exists', () => {
    expect([0, 1, 2, 3, 4].map(formatCodecById)).toEqual(['blosclz', 'lz4', 'snappy', 'zlib', 'zstd']);
    expect([5, 6, 7].map(formatCodecById)).toEqual([undefined, undefined, undefined]);
  });

  it('accepts every codec by name', () => {
    for (const { name } of CODECS) expect(codecByName(name)).toBe(name);
  });

  it('lists the names for an unknown one', () => {
    expect(() => codecByName('gzip')).toThrow(ArgumentError);
    expect(() => codecByName('gzip')).toThrow('blosclz, lz4, lz4hc, snappy, zlib, zstd');
  });

  it('has the constants of Blosc for the filters', () => {
    expect(SHUFFLES).toEqual({ none: 0, byte: 1, bit: 2 });
  });
});
