import { classNames } from './class-names.js';
import styles from './segmented-control.module.css';

export interface Toggle<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly on: boolean;
  /** Why it cannot be switched on; it is disabled then. */
  readonly reason?: string | undefined;
}

interface Props<Value extends string> {
  /** The name of the choice, for screen readers. */
  readonly label: string;
  readonly toggles: readonly Toggle<Value>[];
  readonly onToggle: (value: Value, on: boolean) => void;
  readonly className?: string | undefined;
}

/** Any number of a few options: looks like a small SegmentedControl of which several segments can be on. */
export function ToggleGroup<Value extends string>({ label, toggles, onToggle, className }: Props<Value>) {
  return (
    <fieldset className={classNames(styles.group, className)} aria-label={label} data-size="small">
      {toggles.map(({ value, label: text, on, reason }) => (
        <button
          key={value}
          type="button"
          className={styles.segment}
          aria-pressed={on}
          disabled={reason !== undefined}
          title={reason}
          onClick={() => onToggle(value, !on)}
        >
          <span data-text={text}>{text}</span>
        </button>
      ))}
    </fieldset>
  );
}
