import { describe, expect, it } from 'vitest';
import { heatmapPixels } from '../../../../../renderer/features/inspector/data/heatmap-image.js';
import { pixelWords, readout } from '../../../../../renderer/features/inspector/data/heatmap-words.js';
import {
  envelopePath,
  isRounded,
  lineAt,
  lineCaption,
  lineNumbers,
  linePath,
  lineRange,
} from '../../../../../renderer/features/inspector/data/line-paths.js';
import {
  partAround,
  plotHeights,
  stridesOf,
  zoomPart,
} from '../../../../../renderer/features/inspector/data/plot-part.js';
import { digitsOf, shortened } from '../../../../../renderer/features/inspector/data/statistics-text.js';
import type { ColouringControl } from '../../../../../renderer/features/inspector/data/use-colouring.js';
import type { Heatmap } from '../../../../../renderer/features/inspector/data/use-heatmap.js';
import { notationOf } from '../../../../../renderer/features/inspector/data/value-notation.js';
import {
  limitsFrom,
  parseLimit,
  printLimit,
  shareOf,
  symmetric,
} from '../../../../../renderer/features/inspector/data/value-scale.js';
import { ticksBetween, tickText, tickTexts, valueText } from '../../../../../renderer/ui/charts/axis-ticks.js';

describe('the part that plots show', () => {
  const plane = { rowAxis: 0, columnAxis: 1, held: [0, 0] };
  const strides = stridesOf(plane, [36_525, 8192], 'C', 8);

  it('has as many rows around the cell as fit into 256 MiB', () => {
    expect(partAround({ rows: 36_525, columns: 8192 }, strides, { row: 26_600, column: 0 })).toEqual({
      rowStart: 24_000,
      rowEnd: 28_000,
      columnStart: 0,
      columnEnd: 8192,
    });
  });

  it('is cut along the columns when these are farther apart in memory', () => {
    const turned = stridesOf({ rowAxis: 1, columnAxis: 0, held: [0, 0] }, [36_525, 8192], 'C', 8);
    expect(partAround({ rows: 8192, columns: 36_525 }, turned, { row: 0, column: 26_600 })).toMatchObject({
      rowEnd: 8192,
      columnStart: 24_000,
      columnEnd: 28_000,
    });
    expect(stridesOf(plane, [36_525, 8192], 'F', 8)).toEqual({ rowBytes: 8, columnBytes: 292_200 });
  });

  it('is all of a plane that is small', () => {
    expect(partAround({ rows: 5000, columns: 8192 }, strides, { row: 0, column: 0 }).rowEnd).toBe(5000);
  });

  it('zooms around a point and stays within the plane', () => {
    const part = { rowStart: 0, rowEnd: 100, columnStart: 0, columnEnd: 100 };
    const size = { rows: 100, columns: 100 };
    expect(zoomPart(part, size, 0.5, { x: 0.5, y: 0 })).toEqual({
      rowStart: 0,
      rowEnd: 50,
      columnStart: 25,
      columnEnd: 75,
    });
    expect(zoomPart(part, size, 4, { x: 1, y: 1 })).toEqual(part);
  });
});

describe('colours', () => {
  it('spread linearly, by logarithm, and by both around zero', () => {
    expect(shareOf('linear', { low: -10, high: 10 })(0)).toBe(0.5);
    expect(shareOf('log', { low: 1, high: 100 })(10)).toBeCloseTo(0.5);
    expect(shareOf('symlog', { low: -100, high: 100 })(0)).toBeCloseTo(0.5);
    expect(shareOf('log', { low: 1, high: 100 })(-1)).toBe(Number.NEGATIVE_INFINITY);
    expect(shareOf('log', { low: 1, high: 100 })(Number.NaN)).toBeNaN();
  });

  it('are transparent for NaN and opaque otherwise', () => {
    const colouring = { map: 'cividis', scale: 'linear', limits: { low: 0, high: 1 } } as const;
    const pixels = heatmapPixels({ values: Float64Array.of(Number.NaN, -5, 0, 1, Infinity) }, colouring);
    expect(pixels[0]).toBe(0);
    expect(pixels[1]).toBe(pixels[2]);
    expect(pixels[3]).toBe(pixels[4]);
    expect([...pixels.slice(1)].every((pixel) => pixel >>> 24 === 255)).toBe(true);
  });

  it('have the first colour for what has no logarithm', () => {
    const colouring = { map: 'cividis', scale: 'log', limits: { low: 1, high: 100 } } as const;
    const [negative, zero, lowest, nan] = heatmapPixels({ values: Float64Array.of(-5, 0, 1, Number.NaN) }, colouring);
    expect([negative, zero]).toEqual([lowest, lowest]);
    expect(nan).toBe(0);
  });

  it('span the middle of the values, or all of them, also where the middle is a single value', () => {
    const histogram = { edges: [-10, 0, 1000], counts: [3, 5] };
    expect(limitsFrom({ histogram, middle: [2, 4] }, 'middle')).toEqual({ low: 2, high: 4 });
    expect(limitsFrom({ histogram, middle: [2, 4] }, 'all')).toEqual({ low: -10, high: 1000 });
    expect(limitsFrom({ histogram, middle: [2, 2] }, 'middle')).toEqual({ low: -10, high: 1000 });
    expect(limitsFrom({}, 'all')).toBeUndefined();
    expect(symmetric({ low: -3, high: 2 })).toEqual({ low: -3, high: 3 });
  });

  it('have limits that can be typed, in as many digits as the range needs', () => {
    expect(printLimit(0.12345678, { low: 0, high: 1 }, 0n)).toBe('0.12346');
    expect(printLimit(1e9 + 0.25, { low: 1e9, high: 1e9 + 1 }, 0n)).toBe('1000000000.25');
    expect(printLimit(5, { low: 0, high: 9 }, 2n ** 62n)).toBe(String(2n ** 62n + 5n));
    expect(parseLimit('-1,000.5', 0n)).toBe(-1000.5);
    expect(parseLimit(String(2n ** 62n + 5n), 2n ** 62n)).toBe(5);
    expect(parseLimit('', 0n)).toBeUndefined();
    expect(parseLimit('high', 0n)).toBeUndefined();
  });
});

describe('a heatmap', () => {
  const heatmap: Heatmap = {
    values: Float64Array.of(1, 1000, Number.NaN, 500),
    notation: notationOf('float64', 0n),
    rows: 2,
    columns: 2,
    rowStep: 2,
    columnStep: 3,
    rowEvery: 1,
    columnEvery: 1,
    reduction: 'max',
    part: { rowStart: 10, rowEnd: 13, columnStart: 0, columnEnd: 6 },
    nan: 1,
    noNumber: 'NaN or damaged',
  };
  const control = { colouring: { limits: { low: 0, high: 1000 }, scale: 'linear' } } as ColouringControl;

  it('reads out the value under the pointer, and the cells that it stands for', () => {
    const at = (row: number, column: number) => readout(heatmap, { row, column }, { row: 1, column: 1 }, control);
    expect(at(11, 4)).toBe('[10 to 11, 3 to 5]: 1,000, the largest value');
    expect(at(12, 0)).toBe('[12, 0 to 2]: NaN or damaged, the largest value');
    expect(at(9, 0)).toBeUndefined();
  });

  it('says what its pixels show', () => {
    expect(pixelWords(heatmap)).toBe('Each pixel shows the largest value of 2 × 3 cells');
    expect(pixelWords({ ...heatmap, rowEvery: 2 })).toContain('of which one in 2 was read');
    expect(pixelWords({ ...heatmap, rowStep: 1, columnStep: 1 })).toBe('Every value drawn');
  });

  it('takes the height that is there', () => {
    expect(plotHeights(new Set(['heatmap']), 900).heatmap).toBeGreaterThan(780);
    expect(plotHeights(new Set(['heatmap', 'histogram']), 500).heatmap).toBe(276);
    expect(plotHeights(new Set(['line']), 900).line).toBeGreaterThan(780);
  });
});

it('statistics have the digits that tell the values apart, and mark what is rounded', () => {
  const digits = digitsOf('999999999.0', '1000000001.0');
  expect(shortened('1000000000.0123456', digits)).toBe('≈ 1000000000.012');
  expect(shortened('8660254.0378443865', digitsOf('0.0', '15000000.0'))).toBe('≈ 8660254');
  expect(shortened('0.5', 7)).toBe('0.5');
  expect(shortened('9223372036854775807', 7)).toBe('9223372036854775807');
  expect(shortened('1700000000123456789.5', 7)).toBe('1700000000123456789.5');
});

describe('lines', () => {
  const scales = { x: (index: number) => index, y: (value: number) => value };

  it('are interrupted where there is no number', () => {
    const values = Float64Array.of(1, 2, Number.NaN, 4);
    const line = { values, isEnvelope: false, start: 10, end: 14, notation: notationOf('float64', 0n), sampled: 1 };
    expect(linePath(line, scales)).toBe('M10 1L11 2M13 4h0.5');
    expect(lineRange(line)).toEqual([1, 4]);
    expect(lineCaption(line, String)).toBe('3 of 4 values drawn; the others are NaN, infinite or damaged');
    expect(lineCaption({ ...line, values: Float64Array.of(1, 2, 3, 4) }, String)).toBe('4 values, every one drawn');
  });

  it('enclose the lows and highs of ranges', () => {
    const line = {
      values: Float64Array.of(0, 2, 1, 3),
      isEnvelope: true,
      start: 0,
      end: 20,
      notation: notationOf('float64', 0n),
      sampled: 1,
    };
    expect(envelopePath(line, scales)).toBe('M5 2L15 3L15 1L5 0Z');
    expect(lineCaption(line, String)).toBe('20 values, drawn as the lowest and highest of each of 2 equal ranges');
    expect(lineCaption({ ...line, sampled: 4 }, String)).toContain('; one in 4 values was read');
    expect(lineAt(line, 12)).toEqual({ from: 10, to: 20, values: [1, 3] });
    expect(lineAt(line, 20)).toBeUndefined();
  });

  it('have tables with all digits of large integers', () => {
    const line = {
      values: Float64Array.of(1),
      isEnvelope: false,
      start: 0,
      end: 1,
      notation: notationOf('int64', 2n ** 62n),
      sampled: 1,
    };
    expect(lineNumbers(line).rows).toEqual([[0, String(2n ** 62n + 1n)]]);
    expect(isRounded('int64', Float64Array.of(2 ** 54))).toBe(true);
    expect(isRounded('float64', Float64Array.of(2 ** 54))).toBe(false);
  });
});

it('puts ticks at round numbers', () => {
  expect(ticksBetween(24_000, 28_000, 5)).toEqual([24_000, 25_000, 26_000, 27_000, 28_000]);
  expect(ticksBetween(-0.25, 0.32, 7)).toEqual([-0.2, -0.1, 0, 0.1, 0.2, 0.3]);
  expect(ticksBetween(254.25, 303.9375, 3)).toEqual([260, 280, 300]);
  expect(ticksBetween(-90, 90, 2)).toEqual([-50, 0, 50]);
  expect(ticksBetween(5, 5, 4)).toEqual([5]);
  expect(ticksBetween(Number.NaN, 1, 4)).toEqual([]);
  expect(tickText(-0.5)).toBe('−0.5');
  expect(tickText(2.5e12)).toBe('2.5e12');
});

it('writes ticks that differ: as differences from the first where they need many digits', () => {
  expect(tickTexts([24_000, 25_000])).toEqual({ texts: ['24,000', '25,000'] });
  expect(tickTexts([-10_000, 0, 10_000]).texts).toEqual(['−10,000', '0', '10,000']);
  expect(tickTexts([1.71e18, 1.72e18]).texts).toEqual(['1.71e18', '1.72e18']);
  expect(tickTexts([999_999_999, 1e9, 1_000_000_001])).toEqual({ texts: ['+0', '+1', '+2'], offset: '999,999,999 +' });
  expect(tickTexts([-2, 0, 2], 2n ** 53n + 1n)).toEqual({
    texts: ['+0', '+2', '+4'],
    offset: '9,007,199,254,740,991 +',
  });
  expect(tickTexts([0.0001, 0.00015]).texts).toEqual(['0.0001', '0.00015']);
  expect(valueText(1e9 + 0.25, 2)).toBe('1,000,000,000.25');
  expect(valueText(3, 10, 2n ** 60n)).toBe((2n ** 60n + 3n).toLocaleString());
});
