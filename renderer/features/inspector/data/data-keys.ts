import type { DataShape, Plane } from '../../../../shared/contract/inspect/data.js';
import { cellsIn, partOf } from './cell-range.js';
import { type DataState, slideAxisOf, withActive, withWhole } from './data-state.js';
import { withHeld } from './plane-model.js';

interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

interface KeyContext {
  readonly data: DataShape;
  readonly state: DataState;
  readonly copy: (kind: 'plain' | 'headers') => void;
  readonly setPlane: (plane: Plane) => void;
  readonly setState: (change: (before: DataState) => DataState) => void;
}

/** The action of a key that only this grid has; undefined for other keys. */
export function actionOfKey(pressed: Pressed, { data, state, copy, setPlane, setState }: KeyContext) {
  const slide = (steps: number) => () => setPlane(slidden(data, state, steps));
  const actions: Readonly<Record<string, () => void>> = {
    'Ctrl+a': () => setState((before) => withWhole(before, data, {})),
    'Ctrl+c': () => copy('plain'),
    'Ctrl+Shift+c': () => copy('headers'),
    ',': slide(-1),
    '.': slide(1),
    // With a single cell selected, Escape is left to the elements around the grid.
    ...(cellsIn(partOf(state.range)) > 1 && {
      Escape: () => setState((before) => withActive(before, before.range.active, false)),
    }),
  };
  return actions[nameOf(pressed)];
}

/** The plane that many strides further along the slide axis. */
function slidden(data: DataShape, state: DataState, steps: number): Plane {
  const axis = slideAxisOf(state);
  if (axis === undefined) return state.plane;
  const last = Math.max(0, (data.shape[axis] ?? 1) - 1);
  const index = (state.plane.held[axis] ?? 0) + steps * state.stride;
  return withHeld(state.plane, axis, Math.max(0, Math.min(last, index)));
}

function nameOf({ key, ctrlKey, metaKey, shiftKey }: Pressed): string {
  const control = ctrlKey || metaKey;
  return `${control ? 'Ctrl+' : ''}${control && shiftKey ? 'Shift+' : ''}${key.length === 1 ? key.toLowerCase() : key}`;
}
