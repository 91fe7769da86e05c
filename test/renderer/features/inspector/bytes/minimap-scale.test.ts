import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  byteOfPx,
  mapParts,
  pxOfByte,
} from '../../../../../renderer/features/inspector/bytes/minimap/minimap-scale.js';
import type { StructureNode } from '../../../../../shared/contract/inspect/structure.js';

const section = (name: string, offsetBytes: number, sizeBytes: number): StructureNode => ({
  id: name,
  name,
  region: 'header',
  childCount: 0,
  offsetBytes,
  sizeBytes,
});
const fileBytes = 1_000_000;
const sections = [section('Header', 0, 32), section('Offsets', 100, 800), section('Chunks', 900, 999_000)];

describe('the map of the file', () => {
  it('shows every part, gaps and rest as unknown, from top to bottom', () => {
    const parts = mapParts(sections, fileBytes, 600, 'log');
    expect(parts.map(({ name, start, end }) => [name, start, end])).toEqual([
      ['Header', 0, 32],
      ['Unknown', 32, 100],
      ['Offsets', 100, 900],
      ['Chunks', 900, 999_900],
      ['Unknown', 999_900, fileBytes],
    ]);
    expect(parts.at(-1)?.bottomPx).toBeCloseTo(600);
    for (const { topPx, bottomPx } of parts) expect(bottomPx - topPx).toBeGreaterThanOrEqual(3);
  });

  it('gives small parts more room on the logarithmic scale', () => {
    const heightOf = (scale: 'log' | 'linear') => {
      const part = mapParts(sections, fileBytes, 600, scale)[2];
      return (part?.bottomPx ?? 0) - (part?.topPx ?? 0);
    };
    expect(heightOf('log')).toBeGreaterThan(5 * heightOf('linear'));
  });

  it('maps a byte to its place and back to the same part', () => {
    const parts = mapParts(sections, fileBytes, 600, 'log');
    fc.assert(
      fc.property(fc.nat(fileBytes - 1), (byte) => {
        const part = parts.find(({ end }) => byte < end);
        const back = byteOfPx(parts, pxOfByte(parts, byte));
        expect(back).toBeGreaterThanOrEqual(part?.start ?? 0);
        expect(back).toBeLessThan(part?.end ?? 0);
      }),
    );
    expect(byteOfPx(parts, -50)).toBe(0);
    expect(byteOfPx(parts, 5000)).toBe(fileBytes - 1);
  });

  it('never leaves the file, whatever a damaged one contains', () => {
    const parts = mapParts([section('Header', 0, 32), section('Chunks', 16, 2 ** 60)], 100, 600, 'linear');
    expect(parts.map(({ start, end }) => [start, end])).toEqual([
      [0, 32],
      [32, 100],
    ]);
  });
});
