import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.js';
import { useFieldAttributes } from './Field.js';
import styles from './field.module.css';
import { Icon } from './Icon.js';

export interface TextFieldProps extends Omit<ComponentProps<'input'>, 'onChange' | 'size' | 'value'> {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly size?: 'medium' | 'small';
  /** Monospaced, for text that a program reads: templates, dtypes. */
  readonly mono?: boolean;
  readonly icon?: LucideIcon;
  /** A unit or the parsed value, at the right. */
  readonly after?: ReactNode;
}

/** One line of text. Inside a Field it has that label; elsewhere pass `aria-label`. */
export function TextField({ value, onChange, size = 'medium', mono, icon, after, className, ...rest }: TextFieldProps) {
  const attributes = useFieldAttributes();
  const invalid = rest['aria-invalid'] ?? attributes['aria-invalid'];
  return (
    <span
      className={classNames(styles.box, className)}
      data-size={size}
      data-invalid={invalid ? '' : undefined}
      data-disabled={rest.disabled ? '' : undefined}
    >
      {icon && <Icon of={icon} size={14} />}
      <input
        type="text"
        spellCheck={false}
        autoComplete="off"
        {...attributes}
        {...rest}
        className={classNames(styles.input, mono && 'mono')}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      {after && <span className={styles.after}>{after}</span>}
    </span>
  );
}
