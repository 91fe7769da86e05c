import { describe, expect, it } from 'vitest';
import { type ColourMapName, colourAt, colourMaps, colourTable } from '../../../renderer/ui/colour-maps.js';

/** Relative luminance after WCAG of a packed pixel. */
function luminance(packed: number): number {
  const linear = (byte: number) => {
    const share = byte / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(packed & 255) + 0.7152 * linear((packed >> 8) & 255) + 0.0722 * linear((packed >> 16) & 255);
}

it.each(['cividis', 'viridis'] as const)('%s becomes lighter from step to step', (name) => {
  const light = [...colourTable(name)].map(luminance);
  expect(light.every((value, step) => step === 0 || value >= (light[step - 1] ?? 0) - 0.002)).toBe(true);
});

it('the diverging map is lightest in the middle', () => {
  const light = [...colourTable('diverging')].map(luminance);
  expect(light.indexOf(Math.max(...light))).toBeCloseTo(127.5, -1);
});

describe('colourAt', () => {
  it.each(Object.keys(colourMaps) as ColourMapName[])('has the first and last colour of %s at its ends', (name) => {
    expect(colourAt(name, -1)).toBe(colourAt(name, 0));
    expect(colourAt(name, 2)).toBe(colourAt(name, 1));
  });

  it('equals the table of pixels', () => {
    expect(colourAt('cividis', 0)).toBe('rgb(0 34 78)');
    expect(colourTable('cividis')[0]).toBe(0xff4e2200);
  });
});
