import { type ReactNode, useId, useMemo } from 'react';
import styles from './field.module.css';
import { FieldContext } from './field-context.js';

interface Props {
  readonly label: string;
  /** A line under the control: what was understood, an example. */
  readonly hint?: ReactNode;
  /** Takes the hint's place and marks the control as wrong. */
  readonly error?: string | undefined;
  /** One control: Select, TextField, NumberField, SizeField. */
  readonly children: ReactNode;
}

/** A label over a control, tied to it, and a line under it. */
export function Field({ label, hint, error, children }: Props) {
  const id = useId();
  const hintId = useId();
  const said = error ?? hint;
  const wiring = useMemo(
    () => ({ id, 'aria-describedby': said ? hintId : undefined, 'aria-invalid': error ? (true as const) : undefined }),
    [id, hintId, said, error],
  );
  return (
    <div className={styles.stack}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <FieldContext value={wiring}>{children}</FieldContext>
      {said && (
        <div id={hintId} className={error ? styles.error : styles.hint}>
          {said}
        </div>
      )}
    </div>
  );
}
