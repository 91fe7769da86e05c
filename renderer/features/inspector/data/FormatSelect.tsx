import type { NumberFormat } from '../../../../shared/contract/inspect/data.js';
import { NumberField } from '../../../ui/NumberField.js';
import { Select } from '../../../ui/Select.js';
import styles from './data.module.css';
import { type FormatKind, formatOf, maxDigits, numberFormats } from './number-formats.js';

interface Props {
  readonly format: NumberFormat;
  /** The format that Auto chose: `Auto, 3 decimals`. */
  readonly autoLabel: string;
  readonly onFormat: (format: NumberFormat) => void;
}

/** Selects how values are written. */
export function FormatSelect({ format, autoLabel, onFormat }: Props) {
  const digits = 'digits' in format ? format.digits : 3;
  const options = Object.entries(numberFormats).map(([kind, { label }]) => ({
    // The keys of the table.
    value: kind as FormatKind,
    label: kind === 'auto' && format.kind === 'auto' ? autoLabel : label,
  }));
  return (
    <span className={styles.labelled}>
      <Select
        // The browser copies the label when an option is chosen, and not again when the label changes.
        key={autoLabel}
        size="small"
        aria-label="Number format"
        value={format.kind}
        options={options}
        onChange={(kind) => onFormat(formatOf(kind, digits))}
      />
      {numberFormats[format.kind].hasDigits && (
        <span className={styles.digits}>
          <NumberField
            size="small"
            aria-label="Digits"
            value={digits}
            min={0}
            max={maxDigits}
            onChange={(chosen) => onFormat(formatOf(format.kind, chosen))}
          />
        </span>
      )}
    </span>
  );
}
