import { useFieldAttributes } from './Field.js';
import styles from './slider.module.css';

interface Props {
  readonly value: number;
  readonly onChange: (value: number) => void;
  /** Both inclusive; whole steps. */
  readonly min: number;
  readonly max: number;
  readonly 'aria-label'?: string;
}

/** A slider for a small whole number, which is printed beside it. */
export function Slider({ value, onChange, min, max, ...rest }: Props) {
  const attributes = useFieldAttributes();
  return (
    <span className={styles.row}>
      <input
        {...attributes}
        {...rest}
        type="range"
        className={styles.slider}
        style={{ '--at': `${((value - min) / (max - min)) * 100}%` }}
        value={value}
        min={min}
        max={max}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
      <output className={styles.value}>{value}</output>
    </span>
  );
}
