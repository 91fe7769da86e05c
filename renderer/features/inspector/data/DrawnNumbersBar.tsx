import type { ComplexPart, DrawnNumbers } from '../../../../shared/contract/inspect/data.js';
import { ParsedField } from '../../../ui/ParsedField.js';
import { Select } from '../../../ui/Select.js';
import styles from './data.module.css';
import { complexParts } from './data-state.js';
import plots from './plots.module.css';

interface Props {
  readonly isComplex: boolean;
  readonly numbers: DrawnNumbers;
  readonly onNumbers: (numbers: DrawnNumbers) => void;
}

/** Pixels of the bar. */
export const drawnNumbersBarPx = 36;

/** Which numbers plots and statistics show: a part of complex values, and all but the fill value. */
export function DrawnNumbersBar({ isComplex, numbers, onNumbers }: Props) {
  const { fillValue, ...rest } = numbers;
  return (
    <div className={plots.head}>
      {isComplex && (
        <Select<ComplexPart>
          size="small"
          aria-label="Part of complex values"
          value={numbers.complexPart ?? 'magnitude'}
          // The keys of the table.
          options={Object.entries(complexParts).map(([value, label]) => ({ value: value as ComplexPart, label }))}
          onChange={(complexPart) => onNumbers({ ...numbers, complexPart })}
        />
      )}
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the field is inside */}
      <label className={styles.labelled}>
        <span className="dim">Fill value</span>
        <ParsedField
          size="small"
          aria-label="Fill value"
          placeholder="none"
          title="The number that stands for a missing value, such as -9999. Plots and statistics leave it out."
          value={fillValue ?? ''}
          print={(value) => value}
          parse={parseFillValue}
          problem={(text) => `'${text}' is no number and is not used.`}
          onChange={(next) => onNumbers(next === '' ? rest : { ...rest, fillValue: next })}
        />
      </label>
    </div>
  );
}

/** A number as it was typed, for the dtype to round it; empty for none, undefined for other texts. */
export function parseFillValue(text: string): string | undefined {
  const plain = text.trim().replace('−', '-');
  return plain === '' || (!Number.isNaN(Number(plain)) && plain.length <= 60) ? plain : undefined;
}
