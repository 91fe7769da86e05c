import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentError } from '../../../shared/format/errors.js';
import { parseSize, prettySize, prettySizeWithBytes } from '../../../shared/format/sizes.js';

describe('prettySize', () => {
  // Printed by the reference's formula under Python 3.11.
  it.each([
    [0n, '0B'],
    [1n, '1.0B'],
    [68n, '68.0B'],
    [1000n, '1000.0B'],
    [1023n, '1023.0B'],
    [1024n, '1.0K'],
    [1029n, '1.0K'],
    [1152n, '1.12K'],
    [1408n, '1.38K'],
    [1664n, '1.62K'],
    [1920n, '1.88K'],
    [2176n, '2.12K'],
    [10250n, '10.01K'],
    [20000n, '19.53K'],
    [66520n, '64.96K'],
    [104858n, '102.4K'],
    [616448n, '602.0K'],
    [999999n, '976.56K'],
    [1048575n, '1024.0K'],
    [1048576n, '1.0M'],
    [1179648n, '1.12M'],
    [160000000n, '152.59M'],
    [1073741823n, '1024.0M'],
    [2147483631n, '2.0G'],
    [5502926848n, '5.12G'],
    [6039797760n, '5.62G'],
    [1000000000000n, '931.32G'],
    [1099511627776n, '1.0T'],
    [9007199254740992n, '8192.0T'],
    [1152921642045800448n, '1048576.12T'],
    [9223372036854775807n, '8388608.0T'],
    [2n ** 96n, '7.205759403792794e+16T'],
  ])('prints %s as the reference does', (sizeBytes, expected) => {
    expect(prettySize(sizeBytes)).toBe(expected);
    if (sizeBytes < 2n ** 53n) expect(prettySize(Number(sizeBytes))).toBe(expected);
  });

  it('can include the bytes', () => {
    expect(prettySizeWithBytes(1048576)).toBe('1.0M (1048576B)');
    expect(prettySizeWithBytes(616448n)).toBe('602.0K (616448B)');
    expect(prettySizeWithBytes(0)).toBe('0B (0B)');
  });

  it.each([-1, Number.NaN])('refuses %d', (sizeBytes) => {
    expect(() => prettySize(sizeBytes)).toThrow(ArgumentError);
  });
});

describe('parseSize', () => {
  it.each([
    ['1.5M', 1572864],
    ['16K', 16384],
    ['100B', 100],
    ['800', 800],
    ['0.1K', 102],
    ['1T', 1099511627776],
    ['152.59M', 160002211],
    ['.5K', 512],
    ['1.9B', 1],
    ['0.3G', 322122547],
    ['0', 0],
    ['max', 2147483631],
    ['1k', 1024],
    ['16k', 16384],
    ['1.5m', 1572864],
    ['1MiB', 1048576],
    ['1mib', 1048576],
    ['2 GiB', 2147483648],
    ['1 K', 1024],
    ['100b', 100],
    ['1e6', 1_000_000],
    ['1.5e3', 1500],
    ['MAX', 2147483631],
    ['1KB', 1000],
    ['1.5 MB', 1_500_000],
    ['2tb', 2e12],
    [' 1K ', 1024],
    ['16  K', 16384],
  ])('reads %s', (text, expected) => {
    expect(parseSize(text)).toBe(expected);
  });

  it.each([
    '',
    'K',
    '.',
    '1.5',
    '.5',
    '-1K',
    '0x10',
    '1.2.3M',
    '1e3K',
    '1.25e1',
    '1e99',
    '1iB',
    'NaN',
    '9999999999999T',
  ])('refuses %j and gives examples', (text) => {
    expect(() => parseSize(text)).toThrow(ArgumentError);
    expect(() => parseSize(text)).toThrow('800, 16K, 1.5M, 1MiB, 1e6 or max');
  });

  it('reads the output of prettySize, to half a hundredth', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 50 }), (sizeBytes) => {
        const back = parseSize(prettySize(sizeBytes));
        expect(Math.abs(back - sizeBytes) / sizeBytes).toBeLessThanOrEqual(0.006);
      }),
    );
  });
});
