import { describe, expect, it } from 'vitest';
import {
  defaultSizes,
  openPanes,
  readSizes,
  withOpen,
} from '../../../../../renderer/features/inspector/shell/pane-sizes.js';

describe('readSizes', () => {
  it('uses the defaults for invalid values', () => {
    expect(readSizes(null)).toEqual(defaultSizes);
    expect(readSizes('no json')).toEqual(defaultSizes);
    expect(readSizes('{"structure":"wide","maximised":1}')).toEqual(defaultSizes);
  });

  it('keeps widths within their limits', () => {
    expect(readSizes('{"structure":9000,"details":1}')).toMatchObject({ structure: 640, details: 220 });
  });
});

describe('openPanes', () => {
  it('collapses the structure first where the window is narrow', () => {
    expect(openPanes(defaultSizes, 1100)).toEqual({ structure: false, details: true });
    expect(openPanes(defaultSizes, 1440)).toEqual({ structure: true, details: true });
    expect(openPanes(defaultSizes, 720)).toEqual({ structure: false, details: false });
    expect(openPanes({ ...defaultSizes, detailsOpen: true }, 720).details).toBe(true);
  });

  it('follows what was opened by hand, and shows the view alone when maximised', () => {
    expect(openPanes({ ...defaultSizes, structureOpen: true }, 1100).structure).toBe(true);
    expect(openPanes({ ...defaultSizes, maximised: true }, 1440)).toEqual({ structure: false, details: false });
  });

  it('opens one at a time in a small window, where they lie over the view', () => {
    const opened = { ...defaultSizes, ...withOpen('structure', true, 640) };
    expect(openPanes({ ...opened, ...withOpen('details', true, 640) }, 640)).toEqual({
      structure: false,
      details: true,
    });
    expect(openPanes({ ...opened, ...withOpen('details', true, 1440) }, 1440)).toEqual({
      structure: true,
      details: true,
    });
  });
});
