import { type ComponentProps, type ReactNode, useEffect, useRef } from 'react';
import styles from './tick.module.css';

interface Props extends Omit<ComponentProps<'input'>, 'type' | 'onChange' | 'children' | 'ref'> {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  /** Some items of a set are checked, not all. */
  readonly indeterminate?: boolean;
  /** The label beside it; without it, pass `aria-label`. */
  readonly children?: ReactNode;
}

/** A checkbox with its label. For a single on/off setting, use Switch. */
export function Checkbox({ checked, onChange, indeterminate = false, children, ...rest }: Props) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = indeterminate;
  }, [indeterminate]);
  const input = (
    <input
      {...rest}
      ref={box}
      type="checkbox"
      className={styles.tick}
      checked={checked}
      onChange={(event) => onChange(event.target.checked)}
    />
  );
  return children ? (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is `input`, inside
    <label className={styles.label}>
      {input}
      {children}
    </label>
  ) : (
    input
  );
}
