import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutMap } from '../../../../../renderer/features/inspector/chunks/map/map-layout.js';
import { chunkByKey } from '../../../../../renderer/features/inspector/chunks/map/use-map-keys.js';

const layout = layoutMap({ start: 0, end: 2283, width: 700, height: 207, binned: false });
const go = (key: string, from: number, ctrlKey = false) =>
  chunkByKey({ key, ctrlKey, metaKey: false }, from, layout, 2283);

describe('the keys of the map of chunks', () => {
  it('move by cells and rows', () => {
    expect(go('ArrowRight', 411)).toBe(412);
    expect(go('ArrowLeft', 411)).toBe(410);
    expect(go('ArrowUp', 411)).toBe(311);
    expect(go('ArrowDown', 411)).toBe(511);
  });

  it('go to the ends of a row, and with Ctrl of the file', () => {
    expect(go('Home', 411)).toBe(400);
    expect(go('End', 411)).toBe(499);
    expect(go('End', 2250)).toBe(2282);
    expect(go('Home', 411, true)).toBe(0);
    expect(go('End', 411, true)).toBe(2282);
  });

  it('stay at the ends', () => {
    expect(go('ArrowUp', 11)).toBe(11);
    expect(go('ArrowDown', 2282)).toBe(2282);
    expect(go('ArrowRight', 2282)).toBe(2282);
    expect(go('ArrowLeft', 0)).toBe(0);
  });

  it('ignore other keys', () => {
    expect(go('Enter', 411)).toBeUndefined();
  });

  it('never leave the file, whatever is shown of it', () => {
    const part = layoutMap({ start: 200_000, end: 700_000, width: 700, height: 207, binned: false });
    const keys = fc.constantFrom(
      'ArrowLeft',
      'ArrowRight',
      'ArrowUp',
      'ArrowDown',
      'PageUp',
      'PageDown',
      'Home',
      'End',
    );
    fc.assert(
      fc.property(keys, fc.boolean(), fc.integer({ min: 0, max: 999_999 }), (key, ctrlKey, from) => {
        const next = chunkByKey({ key, ctrlKey, metaKey: false }, from, part, 1_000_000);
        expect(next).toBeGreaterThanOrEqual(0);
        expect(next).toBeLessThan(1_000_000);
      }),
    );
  });
});
