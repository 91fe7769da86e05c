import type { KeyboardEvent } from 'react';
import { useAnnounce } from '../../../ui/LiveRegion.js';
import { activate, type Pins, pinAsA, pinAsB } from '../model/pins.js';

export const ARROWS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] as const;
export type Arrow = (typeof ARROWS)[number];

interface Marks {
  /** The mark that an arrow leads to, or the first one when none is active; undefined at an edge. */
  readonly next: (active: string | undefined, arrow: Arrow) => string | undefined;
  /** What is said of a mark. */
  readonly words: (key: string) => string;
}

/** For the people who are told: what `useMarkWalk` does. */
export const WALK_HELP =
  'Arrows walk from mark to mark, Space pins as A, Shift and Space as B, Enter shows the row of the table.';

/** The keys of a chart's marks: arrows walk, Space pins, Enter goes to the setting's row in the table. */
export function useMarkWalk({ next, words }: Marks, pins: Pins, onPins: (pins: Pins) => void) {
  const announce = useAnnounce();
  const { active } = pins;
  return (event: KeyboardEvent) => {
    const { key, shiftKey } = event;
    const arrow = ARROWS.find((name) => name === key);
    if (arrow) {
      const to = next(active, arrow);
      if (to !== undefined) {
        onPins(activate(pins, to));
        announce(words(to));
      }
    } else if (key === ' ' && active !== undefined) onPins(shiftKey ? pinAsB(pins, active) : pinAsA(pins, active));
    else if (key === 'Enter' && active !== undefined) document.getElementById(`row-${active}`)?.focus();
    else return;
    event.preventDefault();
  };
}

/** The neighbour in a list: Up and Left lead back, Down and Right on. */
export function nextInList(keys: readonly string[], active: string | undefined, arrow: Arrow): string | undefined {
  const at = active === undefined ? -1 : keys.indexOf(active);
  if (at < 0) return keys[0];
  return keys[at + (arrow === 'ArrowDown' || arrow === 'ArrowRight' ? 1 : -1)];
}
