import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { DataShape, Plane } from '../../../../shared/contract/inspect/data.js';
import { IconButton } from '../../../ui/IconButton.js';
import { NumberField } from '../../../ui/NumberField.js';
import { Slider } from '../../../ui/Slider.js';
import styles from './data.module.css';
import { heldAxes, withHeld } from './plane-model.js';

interface Props {
  readonly data: DataShape;
  readonly plane: Plane;
  readonly stride: number;
  /** The axis that `,` and `.` move along. */
  readonly slideAxis: number | undefined;
  readonly onPlane: (plane: Plane) => void;
  readonly onStride: (stride: number) => void;
  readonly onSlideAxis: (axis: number) => void;
}

/** The indices of the axes that are neither rows nor columns. */
export function HeldAxes({ data, plane, stride, slideAxis, onPlane, onStride, onSlideAxis }: Props) {
  const axes = heldAxes(plane);
  if (axes.length === 0) return null;
  const longest = Math.max(1, ...axes.map((axis) => data.shape[axis] ?? 1));
  return (
    <fieldset className={styles.held} aria-label="Other axes">
      {axes.map((axis) => (
        <HeldAxis
          key={axis}
          axis={axis}
          length={data.shape[axis] ?? 0}
          index={plane.held[axis] ?? 0}
          stride={stride}
          isSlide={axis === slideAxis}
          onIndex={(index) => {
            onSlideAxis(axis);
            onPlane(withHeld(plane, axis, index));
          }}
        />
      ))}
      <span className={styles.labelled}>
        <span className="dim">Stride</span>
        <span className={styles.number}>
          <NumberField size="small" aria-label="Stride" value={stride} min={1} max={longest} onChange={onStride} />
        </span>
      </span>
    </fieldset>
  );
}

interface AxisProps {
  readonly axis: number;
  readonly length: number;
  readonly index: number;
  readonly stride: number;
  readonly isSlide: boolean;
  readonly onIndex: (index: number) => void;
}

function HeldAxis({ axis, length, index, stride, isSlide, onIndex }: AxisProps) {
  const last = Math.max(0, length - 1);
  return (
    <fieldset className={styles.labelled} aria-label={`Axis ${axis}`} data-current={isSlide ? '' : undefined}>
      <span className="dim">Axis {axis}</span>
      {last > 0 && (
        <span className={styles.slide}>
          <Slider aria-label={`Index on axis ${axis}`} value={index} min={0} max={last} onChange={onIndex} />
        </span>
      )}
      <IconButton
        icon={ChevronLeft}
        label={`Previous slice of axis ${axis}`}
        size="small"
        disabled={index <= 0}
        onClick={() => onIndex(Math.max(0, index - stride))}
      />
      <span className={styles.number}>
        <NumberField
          size="small"
          aria-label={`Index on axis ${axis}, typed`}
          value={index}
          min={0}
          max={last}
          onChange={onIndex}
        />
      </span>
      <IconButton
        icon={ChevronRight}
        label={`Next slice of axis ${axis}`}
        size="small"
        disabled={index >= last}
        onClick={() => onIndex(Math.min(last, index + stride))}
      />
      <span className="dim">of {length}</span>
    </fieldset>
  );
}
