import { Switch as Radix } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { useFieldAttributes } from './Field.js';
import styles from './switch.module.css';

interface Props {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  /** The label beside it; without it, pass `aria-label` or put it into a Field. */
  readonly children?: ReactNode;
  readonly disabled?: boolean;
  readonly 'aria-label'?: string;
}

/** A setting that is on or off and changes immediately. */
export function Switch({ checked, onChange, children, disabled = false, ...rest }: Props) {
  const attributes = useFieldAttributes();
  const ownId = useId();
  const id = attributes.id ?? ownId;
  const button = (
    <Radix.Root
      {...attributes}
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
