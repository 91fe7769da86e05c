import { RadioGroup } from 'radix-ui';
import { classNames } from './class-names.js';
import styles from './segmented-control.module.css';

export interface Segment<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** Options that are not possible are disabled, not left out. */
  readonly disabled?: boolean;
}

interface Props<Value extends string> {
  /** The name of the choice, for screen readers. */
  readonly label: string;
  readonly value: Value;
  readonly segments: readonly Segment<Value>[];
  readonly onChange: (value: Value) => void;
  readonly size?: 'medium' | 'small';
  /** Segments of equal width that fill the row. */
  readonly stretch?: boolean;
  readonly disabled?: boolean;
  readonly className?: string | undefined;
}

/** One of two to four options: a radio group with one Tab stop, changed with the arrow keys. */
export function SegmentedControl<Value extends string>({
  label,
  value,
  segments,
  onChange,
  size = 'medium',
  stretch = false,
  disabled = false,
  className,
}: Props<Value>) {
  return (
    <RadioGroup.Root
      className={classNames(styles.group, className)}
      aria-label={label}
      orientation="horizontal"
      value={value}
      disabled={disabled}
      // Only the values of `segments` can be chosen.
      onValueChange={(chosen) => onChange(chosen as Value)}
      data-size={size}
      data-stretch={stretch ? '' : undefined}
    >
      {segments.map((segment) => (
        <RadioGroup.Item
          key={segment.value}
          value={segment.value}
          disabled={segment.disabled ?? false}
          className={styles.segment}
        >
          <span data-text={segment.label}>{segment.label}</span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
