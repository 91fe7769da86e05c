import { describe, expect, it } from 'vitest';
import { CODEC_MARKS, GROUNDS, MIN_CONTRAST, MIN_SEPARATION } from '../../../shared/compare/palette.js';
import { ciede2000, contrast, difference, type VISIONS } from './colour-difference.js';

const themes = ['light', 'dark'] as const;
const marks = Object.values(CODEC_MARKS);
const visions = ['normal', 'protan', 'deutan', 'tritan'] as const satisfies readonly (keyof typeof VISIONS)[];

describe('the computation', () => {
  it('gives the published CIEDE2000 of test pairs', () => {
    // Sharma, Wu and Dalal (2005), table 1, pairs 1, 7, 17, 25 and 34.
    expect(ciede2000([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 4);
    expect(ciede2000([50, 0, 0], [50, -1, 2])).toBeCloseTo(2.3669, 4);
    expect(ciede2000([50, 2.5, 0], [73, 25, -18])).toBeCloseTo(27.1492, 4);
    expect(ciede2000([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387])).toBeCloseTo(1.2644, 4);
    expect(ciede2000([2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514])).toBeCloseTo(0.9082, 4);
  });

  it('gives the known contrasts of black and grey on white', () => {
    expect(contrast('#000000', '#FFFFFF')).toBeCloseTo(21, 4);
    expect(contrast('#767676', '#FFFFFF')).toBeCloseTo(4.54, 2);
  });
});

describe.each(themes)('the %s palette', (theme) => {
  it('has enough contrast on every background', () => {
    for (const ground of GROUNDS[theme]) {
      for (const mark of marks) expect(contrast(mark[theme], ground)).toBeGreaterThanOrEqual(MIN_CONTRAST);
    }
  });

  it('has the stated smallest difference for all colour visions', () => {
    const differences = marks.flatMap((mark, index) =>
      marks.slice(index + 1).flatMap((other) => visions.map((vision) => difference(mark[theme], other[theme], vision))),
    );
    expect(Math.min(...differences)).toBeGreaterThanOrEqual(MIN_SEPARATION[theme] - 0.05);
  });
});
