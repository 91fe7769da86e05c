import { describe, expect, it } from 'vitest';
import { parseTime, timeTicks, timeTickTexts } from '../../../../renderer/ui/charts/time-ticks.js';

/** The texts of the ticks between two times. */
function texts(from: string, to: string, unit: string, most = 5, base = 0n) {
  const axis = { base, unit };
  const [low = Number.NaN, high = Number.NaN] = [from, to].map((text) => parseTime(text, axis));
  return timeTickTexts(timeTicks(low, high, most, axis), axis);
}

describe('the ticks of times', () => {
  it.each([
    ['1950-05-05', '2021-01-01', '[D]', ['1960', '1980', '2000', '2020']],
    ['2019-11-20', '2021-03-01', '[s]', ['2020-01', '2020-07', '2021-01']],
    ['2021-01-30', '2021-03-12', '[ms]', ['2021-02-01', '2021-02-16', '2021-03-01']],
    ['2021-03-01', '2021-03-05', '[ns]', ['2021-03-01', '2021-03-02', '2021-03-03', '2021-03-04', '2021-03-05']],
  ] as const)('between %s and %s are round dates', (from, to, unit, expected) => {
    expect(texts(from, to, unit)).toEqual({ texts: expected });
  });

  it('of one day are times of that day', () => {
    expect(texts('2021-03-01T01:10', '2021-03-01T22:00', '[s]')).toEqual({
      texts: ['06:00', '12:00', '18:00'],
      offset: '2021-03-01',
    });
  });

  it('of some hours in two days have the day of the month', () => {
    expect(texts('2021-02-28T20:30', '2021-03-01T04:00', '[us]')).toEqual({
      texts: ['28 22:00', '01 00:00', '01 02:00', '01 04:00'],
      offset: '2021-02',
    });
  });

  it('are exact beside a base beyond 2^53', () => {
    const base = 1_614_556_800_000_000_000n; // 2021-03-01 in ns
    expect(texts('2021-03-01T00:00:01', '2021-03-01T00:00:09', '[ns]', 5, base)).toEqual({
      texts: ['00:00:02', '00:00:04', '00:00:06', '00:00:08'],
      offset: '2021-03-01',
    });
  });

  it('of less than a second are differences from the first', () => {
    const base = 1_614_556_800_000_000_000n;
    expect(timeTickTexts([0, 250, 500], { base, unit: '[ns]' })).toEqual({
      texts: ['+0', '+250', '+500'],
      offset: '2021-03-01T00:00:00.000000000 + ns',
    });
  });

  it('of months and years are whole', () => {
    expect(timeTickTexts(timeTicks(0, 24, 5, { base: 0n, unit: '[M]' }), { base: 0n, unit: '[M]' })).toEqual({
      texts: ['1970-01', '1970-11', '1971-09'],
    });
  });
});

describe('a time that is typed', () => {
  it.each([
    ['2021-03-01', '[D]', 0n, 18687],
    ['2021-03-01 12:30', '[s]', 1_614_556_800n, 45_000],
    ['2021-03', '[M]', 0n, 614],
    ['1969', '[Y]', 0n, -1],
  ] as const)('%s in %s is a difference from the base', (text, unit, base, expected) => {
    expect(parseTime(text, { base, unit })).toBe(expected);
  });

  it.each(['', '5', 'noon', '2021-3-1'])('%j is none', (text) => {
    expect(parseTime(text, { base: 0n, unit: '[s]' })).toBeUndefined();
  });
});
