import { useState } from 'react';
import type { Statistics } from '../../../../shared/contract/inspect/data.js';
import type { ColourMapName } from '../../../ui/colour-maps.js';
import type { Colouring } from './heatmap-image.js';
import { type Limits, limitsFrom, symmetric, type ValueScale } from './value-scale.js';

interface Chosen {
  readonly map: ColourMapName;
  readonly scale: ValueScale;
  /** Set by hand or by the lock; without, they follow the histogram. */
  readonly limits?: Limits;
  readonly locked: boolean;
  readonly keepRatio: boolean;
  readonly flipped: boolean;
}

export interface ColouringControl extends Omit<Chosen, 'limits'> {
  readonly colouring: Colouring;
  readonly change: (changes: Partial<Pick<Chosen, 'map' | 'scale' | 'keepRatio' | 'flipped'>>) => void;
  readonly setLimits: (limits: Limits | undefined) => void;
  readonly makeSymmetric: () => void;
  /** Whether other slices keep these limits. */
  readonly setLocked: (locked: boolean) => void;
}

/** The colours of heatmap and histogram. Limits that were set apply to the slice, or with the lock to all slices. */
export function useColouring(slice: string, histogram: Statistics['histogram'] | undefined): ColouringControl {
  const [chosen, setChosen] = useState<Chosen & { readonly slice: string }>({
    map: 'cividis',
    scale: 'linear',
    locked: false,
    keepRatio: false,
    flipped: false,
    slice,
  });
  if (chosen.slice !== slice) {
    const { limits: _limits, ...rest } = chosen;
    setChosen(chosen.locked ? { ...chosen, slice } : { ...rest, slice });
  }
  const limits = chosen.limits ?? (histogram && limitsFrom(histogram)) ?? { low: 0, high: 1 };
  const setLimits = (next: Limits | undefined) =>
    setChosen(({ limits: _limits, ...rest }) => (next ? { ...rest, limits: next } : rest));
  return {
    ...chosen,
    colouring: { map: chosen.map, scale: chosen.scale, limits },
    change: (changes) => setChosen((before) => ({ ...before, ...changes })),
    setLimits,
    makeSymmetric: () => setLimits(symmetric(limits)),
    setLocked: (locked) => setChosen((before) => ({ ...before, locked, ...(locked && { limits }) })),
  };
}
