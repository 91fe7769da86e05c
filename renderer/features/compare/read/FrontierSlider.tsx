import { useMemo } from 'react';
import { type Pins, pinAsA } from '../../../app/comparison/pins.js';
import { frontierOf, paretoPoints } from '../charts/pareto-model.js';
import type { ReadModel, ReadRow } from '../model/read-model.js';
import styles from './read.module.css';

interface Props {
  readonly model: ReadModel;
  readonly pins: Pins;
  readonly onPins: (pins: Pins) => void;
}

/** One slider from the fastest setting to the smallest, over the frontier of writing; each step pins its setting as A. */
export function FrontierSlider({ model, pins, onPins }: Props) {
  const steps = useMemo(() => fromFastToSmall(model), [model]);
  if (steps.length < 2) return null;
  const at = steps.findIndex(({ key }) => key === pins.a);
  const shown = steps[at];
  return (
    <div className={styles.trade}>
      <span className="dim">Faster</span>
      <input
        type="range"
        aria-label="From the fastest setting to the smallest"
        aria-valuetext={shown ? shown.name : 'No setting of the frontier is pinned'}
        min={0}
        max={steps.length - 1}
        value={Math.max(0, at)}
        onChange={(event) => {
          const step = steps[event.target.valueAsNumber];
          if (step) onPins(pinAsA(pins, step.key));
        }}
      />
      <span className="dim">Smaller</span>
      <span className="cut">{shown ? `${shown.name}: ${shown.result.ratio.toFixed(2)}×` : ''}</span>
    </div>
  );
}

/** The settings on the frontier of writing, the fastest first and the smallest last; the plain copy is none. */
export function fromFastToSmall(model: ReadModel): readonly ReadRow[] {
  return frontierOf(paretoPoints(model, 'compress', new Set()))
    .map(({ row }) => row)
    .filter(({ isCopy }) => !isCopy);
}
