import { Switch as Radix } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { useFieldWiring } from './field-context.js';
import styles from './switch.module.css';

interface Props {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  /** The words beside it; without, give `aria-label` or put it into a Field. */
  readonly children?: ReactNode;
  readonly disabled?: boolean;
  readonly 'aria-label'?: string;
}

/** On or off, at once. */
export function Switch({ checked, onChange, children, disabled = false, ...rest }: Props) {
  const wiring = useFieldWiring();
  const ownId = useId();
  const id = wiring.id ?? ownId;
  const button = (
    <Radix.Root
      {...wiring}
      {...rest}
      id={id}
      className={styles.switch}
      checked={checked}
      onCheckedChange={onChange}
      disabled={disabled}
    >
      <Radix.Thumb className={styles.thumb} />
    </Radix.Root>
  );
  if (!children) return button;
  return (
    <span className={styles.row}>
      {button}
      <label htmlFor={id}>{children}</label>
    </span>
  );
}
