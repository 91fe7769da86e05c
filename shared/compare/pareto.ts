import type { Measured } from './result.js';
import { type Setting, settingKey } from './setting.js';

/** A point of the trade-off: more of both is better. */
export interface TradeOff {
  readonly ratio: number;
  readonly speed: number;
}

/**
 * The items for which no other item is better in both, by ascending ratio and descending speed. Of equal points the first is kept.
 */
export function paretoFrontier<T>(items: readonly T[], point: (item: T) => TradeOff): readonly T[] {
  const sorted = items
    .map((item) => ({ item, ...point(item) }))
    .toSorted((a, b) => b.ratio - a.ratio || b.speed - a.speed);
  let fastest = Number.NEGATIVE_INFINITY;
  const frontier: T[] = [];
  for (const { item, speed } of sorted) {
    if (speed <= fastest) continue;
    fastest = speed;
    frontier.push(item);
  }
  return frontier.reverse();
}

/** In which directions a setting is on the frontier of ratio and speed. */
export interface OnFrontier {
  readonly write: boolean;
  readonly read: boolean;
}

/** The frontiers of writing and reading, by key of the setting. The plain copy is a baseline and on neither. */
export function frontiersOf(measured: readonly Measured[]): (setting: Setting) => OnFrontier {
  const compressing = measured.filter(({ setting }) => setting.codec !== 'copy');
  const keys = (direction: 'compress' | 'decompress'): ReadonlySet<string> => {
    const frontier = paretoFrontier(compressing, (result) => ({
      ratio: result.ratio,
      speed: result[direction].median,
    }));
    return new Set(frontier.map(({ setting }) => settingKey(setting)));
  };
  const [write, read] = [keys('compress'), keys('decompress')];
  return (setting) => {
    const key = settingKey(setting);
    return { write: write.has(key), read: read.has(key) };
  };
}

/** `write, read`: the directions in words; empty for none. */
export function frontierWords({ write, read }: OnFrontier): string {
  return [...(write ? ['write'] : []), ...(read ? ['read'] : [])].join(', ');
}

/**
 * The corners of the step line along a frontier: from each point down to the speed of the next, then horizontally to it. Straight
 * lines between points would show speeds that no mixture of two settings reaches.
 */
export function stepCorners(frontier: readonly TradeOff[]): readonly TradeOff[] {
  return frontier.flatMap((point, index) => {
    const before = frontier[index - 1];
    return before ? [{ ratio: before.ratio, speed: point.speed }, point] : [point];
  });
}
