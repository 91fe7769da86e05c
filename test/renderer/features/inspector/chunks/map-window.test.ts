import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { panWindow, windowWith, zoomWindow } from '../../../../../renderer/features/inspector/chunks/map/map-layout.js';

const total = 1_000_000;
const all = { start: 0, end: total };

describe('the part of the file that the map shows', () => {
  it('keeps the chunk under the pointer in view while it zooms in', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: total - 1 }), (anchor) => {
        let shown = all;
        for (let step = 0; step < 6; step++) {
          shown = zoomWindow(shown, total, anchor, 0.5);
          expect(shown.start).toBeLessThanOrEqual(anchor);
          expect(shown.end).toBeGreaterThan(anchor);
        }
        expect(shown.end - shown.start).toBeLessThanOrEqual(16_000);
      }),
    );
  });

  it('stops at 200 chunks and at the whole file', () => {
    const near = zoomWindow({ start: 400, end: 800 }, total, 500, 0.001);
    expect(near.end - near.start).toBe(200);
    expect(zoomWindow(near, total, 500, 1e9)).toEqual(all);
    expect(zoomWindow({ start: 0, end: 12 }, 12, 5, 0.5)).toEqual({ start: 0, end: 12 });
  });

  it('moves no further than the ends', () => {
    expect(panWindow({ start: 500, end: 1500 }, total, -3)).toEqual({ start: 0, end: 1000 });
    const last = panWindow({ start: 998_500, end: 999_500 }, total, 3);
    expect(last.end).toBe(total);
  });

  it('follows a chunk out of view by whole windows', () => {
    expect(windowWith({ start: 0, end: 1000 }, total, 1000)).toEqual({ start: 1000, end: 2000 });
    const shown = { start: 0, end: 1000 };
    expect(windowWith(shown, total, 999)).toBe(shown);
  });
});
