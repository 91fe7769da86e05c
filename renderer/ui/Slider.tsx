import { useFieldWiring } from './field-context.js';
import styles from './slider.module.css';

interface Props {
  readonly value: number;
  readonly onChange: (value: number) => void;
  /** Both inclusive; whole steps. */
  readonly min: number;
  readonly max: number;
  readonly 'aria-label'?: string;
}

/** A small whole number on a scale, with the number beside it. */
export function Slider({ value, onChange, min, max, ...rest }: Props) {
  const wiring = useFieldWiring();
  return (
    <span className={styles.row}>
      <input
        {...wiring}
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
