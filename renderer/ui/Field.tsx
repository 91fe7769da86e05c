import { createContext, type ReactNode, useContext, useId, useMemo } from 'react';
import styles from './field.module.css';

interface Props {
  readonly label: string;
  /** A line under the control: an explanation, an example, the parsed value. */
  readonly hint?: ReactNode;
  /** Shown in place of the hint; marks the control as invalid. */
  readonly error?: string | undefined;
  /** One control: Select, TextField, NumberField, SizeField. */
  readonly children: ReactNode;
}

/** A label above a control, connected with it, and a line below. */
export function Field({ label, hint, error, children }: Props) {
  const id = useId();
  const hintId = useId();
  const line = error ?? hint;
  const attributes = useMemo(
    () => ({ id, 'aria-describedby': line ? hintId : undefined, 'aria-invalid': error ? (true as const) : undefined }),
    [id, hintId, line, error],
  );
  return (
    <div className={styles.stack}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <FieldContext value={attributes}>{children}</FieldContext>
      {line && (
        <div id={hintId} className={error ? styles.error : styles.hint}>
          {line}
        </div>
      )}
    </div>
  );
}

/** The attributes that a Field passes to the control inside it. */
interface FieldAttributes {
  readonly id?: string;
  readonly 'aria-describedby'?: string | undefined;
  readonly 'aria-invalid'?: true | undefined;
}

export const FieldContext = createContext<FieldAttributes>({});

/** For controls: the attributes that connect them with label, hint and error of the Field around them. */
export function useFieldAttributes(): FieldAttributes {
  return useContext(FieldContext);
}
