import { describe, expect, it } from 'vitest';
import {
  breakEvenBandwidth,
  crossoverBandwidth,
  evenStorage,
  meanBandwidth,
  readSpeed,
  timeParts,
  totalBreakEven,
  totalSeconds,
  totalSpeed,
  UNCOMPRESSED,
  writeSpeed,
} from '../../../shared/compare/formulas.js';

const codec = { ratio: 4, compress: 1000, decompress: 2000 };
const apart = evenStorage(500);
const overlapped = evenStorage(500, true);

describe('the formulas', () => {
  it('give the example that the app prints: r = 4, Vd = 2,000, worth it below 1,500, twice raw at 500', () => {
    expect(breakEvenBandwidth(2000, 4)).toBe(1500);
    expect(readSpeed(codec, apart)).toBe(1000);
  });

  it('add codec and transfer, or take the slower of the two', () => {
    expect(writeSpeed(codec, apart)).toBeCloseTo(1 / (1 / 1000 + 1 / 2000), 10);
    expect(writeSpeed(codec, overlapped)).toBe(1000);
    expect(readSpeed(codec, overlapped)).toBe(2000);
  });

  it('sum one write and n reads', () => {
    const seconds = 6000 / 1000 + (3 * 6000) / 2000 + (4 * 6000) / (4 * 500);
    expect(totalSeconds(6000, 3, codec, apart)).toBeCloseTo(seconds, 10);
    const parts = timeParts(6000, 3, codec, apart);
    expect(parts.compress + parts.transfer + parts.decompress).toBeCloseTo(seconds, 10);
    expect(totalSpeed(3, codec, apart)).toBeCloseTo((4 * 6000) / seconds, 10);
  });

  it('take writing and reading apart, and have a mean bandwidth with the same time', () => {
    const uneven = { writeBandwidth: 100, readBandwidth: 2000, overlap: false };
    const seconds = 6000 / 1000 + 6000 / 400 + 3 * (6000 / 2000 + 6000 / 8000);
    expect(totalSeconds(6000, 3, codec, uneven)).toBeCloseTo(seconds, 10);
    const { compress, transfer, decompress } = timeParts(6000, 3, codec, uneven);
    expect(compress + transfer + decompress).toBeCloseTo(seconds, 10);
    expect(totalSeconds(6000, 3, codec, evenStorage(meanBandwidth(3, uneven)))).toBeCloseTo(seconds, 10);
  });

  it('give the bandwidth itself without compression', () => {
    expect(writeSpeed(UNCOMPRESSED, apart)).toBe(500);
    expect(totalSeconds(1000, 1, UNCOMPRESSED, apart)).toBe(4);
  });

  it('break even where compression is neither better nor worse', () => {
    const bandwidth = totalBreakEven(10, codec);
    const at = evenStorage(bandwidth);
    expect(totalSeconds(1, 10, codec, at)).toBeCloseTo(totalSeconds(1, 10, UNCOMPRESSED, at), 10);
    expect(breakEvenBandwidth(1000, 4, true)).toBe(1000);
  });

  it('never break even without compression', () => {
    expect(breakEvenBandwidth(2000, 1)).toBe(0);
    expect(totalBreakEven(1, { ...codec, ratio: 0.9 })).toBe(0);
  });

  it('cross over where two codecs take the same time, if anywhere', () => {
    const tight = { ratio: 8, compress: 100, decompress: 500 };
    const bandwidth = crossoverBandwidth(5, codec, tight) ?? 0;
    const at = evenStorage(bandwidth);
    expect(totalSeconds(1, 5, codec, at)).toBeCloseTo(totalSeconds(1, 5, tight, at), 10);
    expect(crossoverBandwidth(5, codec, { ...tight, ratio: 2 })).toBeUndefined();
    expect(crossoverBandwidth(5, codec, codec)).toBeUndefined();
  });
});
