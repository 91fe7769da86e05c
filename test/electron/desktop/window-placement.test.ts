import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DisplayArea,
  placeWindow,
  type Rectangle,
  rememberPlace,
  type WindowMemory,
  windowMemory,
} from '../../../electron/desktop/window-placement.js';

const laptop = display({ x: 0, y: 0, width: 1440, height: 900 });
const monitor = display({ x: 1440, y: -200, width: 2560, height: 1440 });

describe('placeWindow', () => {
  it('centres the first window on the primary display', () => {
    expect(placeWindow(null, [laptop])).toEqual({ x: 80, y: 20, width: 1280, height: 820, maximized: false });
  });

  it('restores the window at its last place on its last display', () => {
    const place = { x: 1600, y: 0, width: 1000, height: 700, maximized: true };
    const memory = rememberPlace(null, monitor, place);
    expect(placeWindow(memory, [laptop, monitor])).toEqual(place);
  });

  it('uses the place on the primary display when the last display is disconnected', () => {
    const onLaptop = { x: 10, y: 40, width: 1000, height: 700, maximized: false };
    const onMonitor = { x: 1600, y: 0, width: 2000, height: 1200, maximized: false };
    const memory = rememberPlace(rememberPlace(null, laptop, onLaptop), monitor, onMonitor);
    expect(placeWindow(memory, [laptop])).toEqual(onLaptop);
  });

  it('never leaves the work area, whatever place was stored', () => {
    const anyPlace = fc.record({
      x: fc.integer({ min: -100_000, max: 100_000 }),
      y: fc.integer({ min: -100_000, max: 100_000 }),
      width: fc.integer({ min: 1, max: 100_000 }),
      height: fc.integer({ min: 1, max: 100_000 }),
      maximized: fc.boolean(),
    });
    fc.assert(
      fc.property(anyPlace, (place) => {
        const found = placeWindow(rememberPlace(null, monitor, place), [laptop, monitor]);
        expect(isInside(found, monitor.workArea)).toBe(true);
      }),
    );
  });
});

describe('rememberPlace', () => {
  it('keeps one place for each display, and drops the oldest', () => {
    let memory: WindowMemory | null = null;
    for (let x = 0; x < 50; x += 1) {
      memory = rememberPlace(memory, display({ x, y: 0, width: 100, height: 100 }), {
        ...laptop.bounds,
        maximized: false,
      });
    }
    expect(Object.keys(memory?.places ?? {})).toHaveLength(20);
    expect(memory?.places[memory.lastDisplay]).toBeDefined();
    expect(windowMemory.parse(memory)).toEqual(memory);
  });
});

function display(bounds: Rectangle): DisplayArea {
  return { bounds, workArea: { ...bounds, height: bounds.height - 40 } };
}

function isInside(inner: Rectangle, outer: Rectangle): boolean {
  const right = inner.x + inner.width <= outer.x + outer.width;
  const bottom = inner.y + inner.height <= outer.y + outer.height;
  return inner.x >= outer.x && inner.y >= outer.y && right && bottom;
}
