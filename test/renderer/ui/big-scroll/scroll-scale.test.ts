import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  maxElementPx,
  positionAfterScroll,
  positionOfScroll,
  scrollOfPosition,
} from '../../../../renderer/ui/big-scroll/scroll-scale.js';

const huge = { totalPx: 24e8, viewPx: 600 };

describe('positionOfScroll', () => {
  it('equals the scroll offset where the element is as long as the content', () => {
    expect(positionOfScroll(1234, { totalPx: 5000, viewPx: 600 })).toBe(1234);
    expect(positionOfScroll(9999, { totalPx: 5000, viewPx: 600 })).toBe(4400);
  });

  it('reaches both ends of scaled content', () => {
    expect(positionOfScroll(0, huge)).toBe(0);
    expect(positionOfScroll(maxElementPx - huge.viewPx, huge)).toBeCloseTo(huge.totalPx - huge.viewPx, 3);
  });

  it('inverts scrollOfPosition', () => {
    const lengths = fc.record({
      totalPx: fc.integer({ min: 1000, max: 3e9 }),
      viewPx: fc.integer({ min: 1, max: 900 }),
    });
    fc.assert(
      fc.property(lengths, fc.double({ min: 0, max: 1, noNaN: true }), (extent, share) => {
        const positionPx = share * (extent.totalPx - extent.viewPx);
        expect(positionOfScroll(scrollOfPosition(positionPx, extent), extent)).toBeCloseTo(positionPx, 3);
      }),
    );
  });
});

describe('positionAfterScroll on scaled content', () => {
  it('keeps the position when the event has the same offset, rounded to a pixel', () => {
    const positionPx = 1_234_567;
    expect(positionAfterScroll(positionPx, Math.round(scrollOfPosition(positionPx, huge)), huge)).toBe(positionPx);
  });

  it('moves by the distance of a touch', () => {
    const positionPx = 1_200_000_000;
    expect(positionAfterScroll(positionPx, scrollOfPosition(positionPx, huge) + 40, huge)).toBeCloseTo(
      positionPx + 40,
      3,
    );
  });

  it('follows a dragged scroll bar', () => {
    expect(positionAfterScroll(0, maxElementPx / 2, huge)).toBeCloseTo(huge.totalPx / 2, -6);
    expect(positionAfterScroll(1_200_000_000, 0, huge)).toBe(0);
  });
});
