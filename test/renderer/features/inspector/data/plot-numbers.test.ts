import { describe, expect, it } from 'vitest';
import { heatmapPixels } from '../../../../../renderer/features/inspector/data/heatmap-image.js';
import {
  envelopePath,
  lineCaption,
  linePath,
  lineRange,
} from '../../../../../renderer/features/inspector/data/line-paths.js';
import { partAround, stridesOf, zoomPart } from '../../../../../renderer/features/inspector/data/plot-part.js';
import { limitsFrom, shareOf, symmetric } from '../../../../../renderer/features/inspector/data/value-scale.js';
import { ticksBetween, tickText } from '../../../../../renderer/ui/charts/axis-ticks.js';

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
    expect(shareOf('log', { low: 1, high: 100 })(-1)).toBeNaN();
  });

  it('are transparent for NaN and opaque otherwise', () => {
    const colouring = { map: 'cividis', scale: 'linear', limits: { low: 0, high: 1 } } as const;
    const pixels = heatmapPixels({ values: Float32Array.of(Number.NaN, -5, 0, 1, Infinity) }, colouring);
    expect(pixels[0]).toBe(0);
    expect(pixels[1]).toBe(pixels[2]);
    expect(pixels[3]).toBe(pixels[4]);
    expect([...pixels.slice(1)].every((pixel) => pixel >>> 24 === 255)).toBe(true);
  });

  it('exclude half a per cent at either end', () => {
    const counts = [1, 0, 500, 500, 0, 1];
    expect(limitsFrom({ edges: [0, 1, 2, 3, 4, 5, 6], counts })).toEqual({ low: 2, high: 4 });
    expect(symmetric({ low: -3, high: 2 })).toEqual({ low: -3, high: 3 });
  });
});

describe('lines', () => {
  const scales = { x: (index: number) => index, y: (value: number) => value };

  it('are interrupted where there is no number', () => {
    const values = Float64Array.of(1, 2, Number.NaN, 4);
    const line = { values, isEnvelope: false, start: 10, end: 14 };
    expect(linePath(line, scales)).toBe('M10 1L11 2M13 4h0.5');
    expect(lineRange(line)).toEqual([1, 4]);
    expect(lineCaption(line, String)).toBe('4 values, every one drawn');
  });

  it('enclose the lows and highs of ranges', () => {
    const line = { values: Float64Array.of(0, 2, 1, 3), isEnvelope: true, start: 0, end: 20 };
    expect(envelopePath(line, scales)).toBe('M5 2L15 3L15 1L5 0Z');
    expect(lineCaption(line, String)).toBe('20 values, drawn as the lowest and highest of each of 2 equal ranges');
  });
});

it('puts ticks at round numbers', () => {
  expect(ticksBetween(24_000, 28_000, 5)).toEqual([24_000, 25_000, 26_000, 27_000, 28_000]);
  expect(ticksBetween(-0.25, 0.32, 7)).toEqual([-0.2, -0.1, 0, 0.1, 0.2, 0.3]);
  expect(ticksBetween(5, 5, 4)).toEqual([5]);
  expect(ticksBetween(Number.NaN, 1, 4)).toEqual([]);
  expect(tickText(-0.5)).toBe('−0.5');
  expect(tickText(2.5e12)).toBe('2.5e12');
});
