import type { ContenderFacts } from '../../../../shared/contract/compare.js';
import { Button } from '../../../ui/Button.js';
import { Checkbox } from '../../../ui/Checkbox.js';
import styles from './formats.module.css';

interface Props {
  readonly contenders: readonly ContenderFacts[];
  /** Ids of excluded formats. */
  readonly without: readonly string[];
  readonly onWithout: (without: readonly string[]) => void;
}

/** Chooses formats, listed with their libraries. Those that cannot be measured here are disabled, with the reason. */
export function FormatPicker({ contenders, without, onWithout }: Props) {
  const available = contenders.filter(({ unavailable }) => unavailable === undefined);
  const missing = contenders.filter(({ unavailable }) => unavailable !== undefined);
  const toggle = (id: string, isIn: boolean) =>
    onWithout(isIn ? without.filter((one) => one !== id) : [...without, id]);
  return (
    <fieldset className={styles.axis}>
      <legend>Formats</legend>
      <div>
        <ul className={styles.formats}>
          {contenders.map(({ id, label, library, unavailable }) => (
            <li key={id}>
              <Checkbox
                checked={unavailable === undefined && !without.includes(id)}
                disabled={unavailable !== undefined}
                onChange={(isIn) => toggle(id, isIn)}
              >
                {label}
              </Checkbox>
              <span className="dim" title={library}>
                {unavailable === undefined ? library : 'not available'}
              </span>
            </li>
          ))}
        </ul>
        {missing.length > 0 && (
          <ul className={styles.missingFormats} aria-label="Formats that cannot be measured here">
            {missing.map(({ id, label, unavailable }) => (
              <li key={id}>
                {label}: {unavailable}
              </li>
            ))}
          </ul>
        )}
        <Button kind="link" size="small" onClick={() => onWithout([])}>
          All
        </Button>{' '}
        <Button kind="link" size="small" onClick={() => onWithout(available.map(({ id }) => id))}>
          None
        </Button>
      </div>
    </fieldset>
  );
}
