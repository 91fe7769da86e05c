import type { ComponentProps, ReactNode } from 'react';
import styles from './tick.module.css';

interface Props extends Omit<ComponentProps<'input'>, 'type' | 'onChange' | 'children' | 'name'> {
  /** Radios with the same name are one choice and one Tab stop. */
  readonly name: string;
  readonly checked: boolean;
  readonly onChange: () => void;
  readonly children?: ReactNode;
}

/** One of a few options with long labels; for short labels use SegmentedControl. */
export function Radio({ checked, onChange, children, ...rest }: Props) {
  const input = <input {...rest} type="radio" className={styles.radio} checked={checked} onChange={onChange} />;
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
