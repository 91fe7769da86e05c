import { z } from 'zod';

/** Device-independent pixels, as Electron gives them. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The part of Electron's Display that placing a window needs. */
export interface DisplayArea {
  readonly bounds: Rectangle;
  /** Bounds without the system's bars. */
  readonly workArea: Rectangle;
}

const coordinate = z.int().min(-100_000).max(100_000);
const length = z.int().min(1).max(100_000);

const windowPlace = z.object({ x: coordinate, y: coordinate, width: length, height: length, maximized: z.boolean() });
export type WindowPlace = z.infer<typeof windowPlace>;

/** The window's place on each display, and its last display. Displays are identified by their bounds, since ids change. */
export const windowMemory = z.object({
  lastDisplay: z.string().max(100),
  places: z.record(z.string().max(100), windowPlace),
});
export type WindowMemory = z.infer<typeof windowMemory>;

export const MINIMUM_SIZE = { width: 900, height: 600 } as const;
const USUAL_SIZE = { width: 1280, height: 820 } as const;

/** Most displays that are remembered; the oldest are dropped. */
const MAX_DISPLAYS = 20;

/**
 * The place of a new window: its last one on its last display, or else on the first display given, the primary. Never
 * larger than the work area nor outside of it. Null for `memory` on the first start.
 */
export function placeWindow(
  memory: WindowMemory | null,
  displays: readonly [DisplayArea, ...DisplayArea[]],
): WindowPlace {
  const last = displays.find((display) => displayKey(display) === memory?.lastDisplay);
  const display = last ?? displays[0];
  const place = memory?.places[displayKey(display)];
  return place === undefined
    ? centered(display.workArea)
    : { ...within(place, display.workArea), maximized: place.maximized };
}

/** The memory with one more place; `place` is the window's normal size, also while it is maximised. */
export function rememberPlace(memory: WindowMemory | null, display: DisplayArea, place: WindowPlace): WindowMemory {
  const key = displayKey(display);
  const others = Object.entries(memory?.places ?? {}).filter(([other]) => other !== key);
  return { lastDisplay: key, places: Object.fromEntries([...others.slice(1 - MAX_DISPLAYS), [key, place]]) };
}

function displayKey({ bounds }: DisplayArea): string {
  return `${bounds.width}x${bounds.height}+${bounds.x}+${bounds.y}`;
}

function centered(area: Rectangle): WindowPlace {
  const width = Math.min(USUAL_SIZE.width, area.width);
  const height = Math.min(USUAL_SIZE.height, area.height);
  const x = area.x + Math.floor((area.width - width) / 2);
  const y = area.y + Math.floor((area.height - height) / 2);
  return { x, y, width, height, maximized: false };
}

function within(place: Rectangle, area: Rectangle): Rectangle {
  const width = clamp(place.width, Math.min(MINIMUM_SIZE.width, area.width), area.width);
  const height = clamp(place.height, Math.min(MINIMUM_SIZE.height, area.height), area.height);
  const x = clamp(place.x, area.x, area.x + area.width - width);
  const y = clamp(place.y, area.y, area.y + area.height - height);
  return { x, y, width, height };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
