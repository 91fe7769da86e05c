import type { NumberFormat } from '../../../../shared/contract/inspect/data.js';
import { NumberField } from '../../../ui/NumberField.js';
import { Select } from '../../../ui/Select.js';
import styles from './data.module.css';
import { type FormatKind, formatOf, mostDigits, numberFormats } from './number-formats.js';

interface Props {
  readonly format: NumberFormat;
  /** What Auto came to: `Auto, 3 decimals`. */
  readonly autoLabel: string;
  readonly onFormat: (format: NumberFormat) => void;
}

/** How values are spelt. */
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
        // The browser copies a label when it is chosen, and not again when it changes.
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
            max={mostDigits}
            onChange={(chosen) => onFormat(formatOf(format.kind, chosen))}
          />
        </span>
      )}
    </span>
  );
}
