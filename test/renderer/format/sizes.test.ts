import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBytes, formatSize, formatSizeOf, formatSpeed } from '../../../renderer/format/sizes.js';

describe('formatSize', () => {
  it.each([
    [0, '0 B', '0 B'],
    [912, '912 B', '912 B'],
    [1023, '1,023 B', '1.0 kB'],
    [1024, '1.0 KiB', '1.0 kB'],
    [208_028_617, '198.4 MiB', '208.0 MB'],
    [2_393_702_528, '2.23 GiB', '2.39 GB'],
    [2 ** 20 - 1, '1.0 MiB', '1.0 MB'],
    [108_447_924_224, '101.0 GiB', '108.4 GB'],
    [2 ** 50, '1.00 PiB', '1.13 PB'],
  ])('shows %d B as %s and %s', (sizeBytes, iec, si) => {
    expect(formatSize(sizeBytes, 'iec')).toBe(iec);
    expect(formatSize(sizeBytes, 'si')).toBe(si);
  });

  it('never shows a full step of a unit that has a larger one', () => {
    fc.assert(
      fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), (sizeBytes) => {
        const shown = formatSize(sizeBytes, 'iec');
        expect(Number.parseFloat(shown.replaceAll(',', ''))).toBeLessThan(1024);
      }),
    );
  });
});

it('shows a part of a whole in the unit of the whole', () => {
  expect(formatSizeOf(301_077_207_450, 693_850_980_352, 'iec')).toBe('280.4 of 646.2 GiB');
  expect(formatSizeOf(0, 500, 'iec')).toBe('0 of 500 B');
});

it('shows exact bytes and speeds', () => {
  expect(formatBytes(208_028_617)).toBe('208,028,617 B');
  expect(formatSpeed(1.86 * 2 ** 30, 'iec')).toBe('1.86 GiB/s');
});
