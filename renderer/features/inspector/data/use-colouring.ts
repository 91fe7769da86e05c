import { useState } from 'react';
import type { HeatmapReduction, Statistics } from '../../../../shared/contract/inspect/data.js';
import type { ColourMapName } from '../../../ui/colour-maps.js';
import type { Colouring } from './heatmap-image.js';
import { notationOf, type ValueNotation } from './value-notation.js';
import { type LimitFit, type Limits, limitsFrom, symmetric, type ValueScale } from './value-scale.js';

interface Chosen {
  readonly map: ColourMapName;
  readonly scale: ValueScale;
  readonly fit: LimitFit;
  /** Set by hand or by the lock; without, they follow the values. */
  readonly limits?: Limits;
  readonly reduction: HeatmapReduction;
  readonly locked: boolean;
  readonly keepRatio: boolean;
  readonly flipped: boolean;
}

export interface ColouringControl extends Omit<Chosen, 'limits'> {
  readonly colouring: Colouring;
  /** Whether limits were set. */
  readonly isSet: boolean;
  /** Whether the limits are those of the values or were set; until then they are 0 and 1. */
  readonly isKnown: boolean;
  /** How the limits are written. */
  readonly notation: ValueNotation;
  readonly change: (changes: Partial<Pick<Chosen, 'map' | 'scale' | 'keepRatio' | 'flipped' | 'reduction'>>) => void;
  readonly setFit: (fit: LimitFit) => void;
  readonly setLimits: (limits: Limits | undefined) => void;
  readonly makeSymmetric: () => void;
  /** Whether other slices keep these limits. */
  readonly setLocked: (locked: boolean) => void;
}

/** The colours of heatmap and histogram. Limits that were set apply to the slice, or with the lock to all slices. */
export function useColouring(slice: string, dtype: string, statistics: Statistics | undefined): ColouringControl {
  const [chosen, setChosen] = useState<Chosen & { readonly slice: string }>({
    map: 'cividis',
    scale: 'linear',
    fit: 'middle',
    reduction: 'max',
    locked: false,
    keepRatio: false,
    flipped: false,
    slice,
  });
  if (chosen.slice !== slice) {
    const { limits: _limits, ...rest } = chosen;
    setChosen(chosen.locked ? { ...chosen, slice } : { ...rest, slice });
  }
  const limits = chosen.limits ?? (statistics && limitsFrom(statistics, chosen.fit)) ?? { low: 0, high: 1 };
  const notation = notationOf(dtype, BigInt(statistics?.histogram?.base ?? 0));
  const setLimits = (next: Limits | undefined) =>
    setChosen(({ limits: _limits, ...rest }) => (next ? { ...rest, limits: next } : rest));
  return {
    ...chosen,
    colouring: { map: chosen.map, scale: notation.hasLogarithms ? chosen.scale : 'linear', limits },
    isSet: chosen.limits !== undefined,
    isKnown: chosen.limits !== undefined || statistics !== undefined,
    notation,
    change: (changes) => setChosen((before) => ({ ...before, ...changes })),
    setLimits,
    setFit: (fit) => setChosen(({ limits: _limits, ...rest }) => ({ ...rest, fit })),
    makeSymmetric: () => setLimits(symmetric(limits)),
    setLocked: (locked) => setChosen((before) => ({ ...before, locked, ...(locked && { limits }) })),
  };
}
