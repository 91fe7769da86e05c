import type { ComponentProps } from 'react';
import { classNames } from './class-names.js';
import { useFieldAttributes } from './Field.js';
import styles from './select.module.css';

export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly disabled?: boolean;
  /** A CSS colour for a swatch before the label: a codec's. */
  readonly swatch?: string;
}

interface Props<Value extends string>
  extends Omit<ComponentProps<'select'>, 'value' | 'onChange' | 'size' | 'children' | 'multiple'> {
  readonly value: Value;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
  readonly size?: 'medium' | 'small';
}

/**
 * One of more than four options. The browser's own control; where the browser can (`appearance: base-select`), its list is
 * styled by our style sheet. Inside a Field it has that label; elsewhere pass `aria-label`.
 */
export function Select<Value extends string>({
  value,
  options,
  onChange,
  size = 'medium',
  className,
  ...rest
}: Props<Value>) {
  const attributes = useFieldAttributes();
  return (
    <select
      {...attributes}
      {...rest}
      className={classNames(styles.select, className)}
      data-size={size}
      value={value}
      // Only the values of `options` can be chosen.
      onChange={(event) => onChange(event.target.value as Value)}
    >
      <button type="button">
        <selectedcontent />
      </button>
      {options.map((option) => (
        <option key={option.value} value={option.value} disabled={option.disabled}>
          {option.swatch && <i className={styles.swatch} style={{ background: option.swatch }} />}
          {option.label}
        </option>
      ))}
    </select>
  );
}
