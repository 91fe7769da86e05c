import { describe, expect, it } from 'vitest';
import { countOf, formatCount, formatShape } from '../../../renderer/format/counts.js';
import { formatClock, formatStamp, formatWhen } from '../../../renderer/format/dates.js';
import { formatDuration, formatRemaining } from '../../../renderer/format/durations.js';
import { formatPercent, formatRatio, formatShare, formatTimes } from '../../../renderer/format/ratios.js';

it('groups counts and joins shapes', () => {
  expect(formatCount(36_525)).toBe('36,525');
  expect(formatCount(2n ** 63n)).toBe('9,223,372,036,854,775,808');
  expect(formatShape([36_525, 8192])).toBe('36,525 × 8,192');
  expect(formatShape([])).toBe('scalar');
  expect([countOf(1, 'file'), countOf(1200, 'file'), countOf(2, 'entry', 'entries')]).toEqual([
    '1 file',
    '1,200 files',
    '2 entries',
  ]);
});

it('shows ratios as uncompressed over compressed, with the share', () => {
  expect(formatRatio(769, 100)).toBe('7.69×');
  expect(formatRatio(5, 0)).toBe('–');
  expect(formatTimes(75.41)).toBe('75.41×');
  expect(formatShare(769, 100)).toBe('13.0 % of original');
  expect(formatShare(0, 0)).toBe('–');
});

it('shows 100 % only when all is done', () => {
  expect([0, 0.349, 0.9999, 1, 1.2].map(formatPercent)).toEqual(['0 %', '34 %', '99 %', '100 %', '100 %']);
});

describe('durations', () => {
  it.each([
    [12, '12 ms'],
    [99.6, '0.1 s'],
    [1234, '1.2 s'],
    [41_000, '41.0 s'],
    [59_960, '1 min 0 s'],
    [200_000, '3 min 20 s'],
    [7_500_000, '2 h 5 min'],
  ])('shows %d ms as %s', (elapsedMs, shown) => {
    expect(formatDuration(elapsedMs)).toBe(shown);
  });

  it.each([
    [5000, 'less than a minute'],
    [58_000, 'about 1 min'],
    [540_000, 'about 9 min'],
    [9_000_000, 'about 2 h 30 min'],
    [7_200_000, 'about 2 h'],
  ])('rounds what remains of %d ms to %s', (remainingMs, shown) => {
    expect(formatRemaining(remainingMs)).toBe(shown);
  });
});

it('writes times in words', () => {
  const at = (...parts: [number, number, number, number]) => new Date(...parts).getTime();
  const now = at(2026, 4, 20, 12);
  const said = [at(2026, 4, 20, 9), at(2026, 4, 19, 23), at(2026, 4, 18, 1), at(2026, 4, 12, 1), at(2025, 4, 12, 1)];
  expect(said.map((when) => formatWhen(when, now, 'en-GB'))).toEqual([
    'today 09:00',
    'yesterday',
    'Monday',
    '12 May',
    '12 May 2025',
  ]);
  expect(formatClock(at(2026, 4, 20, 9), true)).toBe('09:00:00');
  expect(formatStamp(at(2026, 4, 20, 9) + 4)).toBe('09:00:00.004');
});
