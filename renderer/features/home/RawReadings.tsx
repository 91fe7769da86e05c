import type { RawGuess, TypesizeProbe } from '../../../shared/contract/files.js';
import type { IntakeRow } from '../../app/intake/intake-row.js';
import { flatImport } from '../../app/intake/raw-import.js';
import { useIntakeStore } from '../../app/intake/use-intake.js';
import { useFormat } from '../../format/format-context.js';
import { Button } from '../../ui/Button.js';
import { Radio } from '../../ui/Radio.js';
import styles from './intake-item.module.css';

interface Props {
  readonly row: IntakeRow;
  readonly onImport: (row: IntakeRow) => void;
}

/** The likeliest types of raw bytes with their first values, and the compression ratio of each typesize. */
export function RawReadings({ row, onImport }: Props) {
  const { probe, raw, facts, id } = row;
  const store = useIntakeStore();
  const name = `reading-${id}`;
  return (
    <div className={styles.readings}>
      <fieldset aria-label={`How to read ${facts.name}`}>
        <div className={styles.readingsHead}>
          <span className="cut">
            Likeliest types, first values{raw && raw.skipBytes > 0 && ` after byte ${raw.skipBytes}`}
          </span>
          <Button kind="link" size="small" onClick={() => onImport(row)}>
            Shape and header…
          </Button>
        </div>
        <div className={styles.reading}>
          <Radio name={name} checked={!raw} onChange={() => store.keepAsBytes(id)} aria-label="Bytes, as they are" />
          <span className="nowrap">bytes</span>
          <span className="dim cut">as they are{probe && `, typesize ${probe.best}`}</span>
        </div>
        {probe?.guesses.map((guess) => (
          <GuessRadio key={guess.descr} name={name} guess={guess} row={row} />
        ))}
      </fieldset>
      {probe && <ProbeBars probe={probe} />}
    </div>
  );
}

/** Number of values that screen readers read. */
const spokenValues = 5;

function GuessRadio({
  name,
  guess,
  row,
}: {
  readonly name: string;
  readonly guess: RawGuess;
  readonly row: IntakeRow;
}) {
  const store = useIntakeStore();
  const flat = flatImport(row.facts.sizeBytes, guess, row.raw?.skipBytes);
  const values = guess.firstValues.join(' ');
  return (
    <div className={styles.reading}>
      <Radio
        name={name}
        checked={row.raw?.descr === guess.descr}
        disabled={!flat}
        aria-label={`${guess.dtype}: ${guess.firstValues.slice(0, spokenValues).join(' ')}`}
        onChange={() => flat && store.change(row.id, { raw: flat })}
      />
      <span className="nowrap">{guess.dtype}</span>
      <span className="mono dim cut" title={values}>
        {values}
      </span>
    </div>
  );
}

/** The ratios of a probe as bars, the best one marked. */
export function ProbeBars({ probe: { ratios, best, sampleBytes } }: { readonly probe: TypesizeProbe }) {
  const format = useFormat();
  const highest = Math.max(1, ...ratios.map(({ ratio }) => ratio));
  return (
    <div>
      <div className={styles.readingsHead}>Typesize probe: lz4 + byte shuffle on {format.size(sampleBytes)}</div>
      <ul className={styles.bars}>
        {ratios.map(({ typesize, ratio }) => (
          <li key={typesize} data-best={typesize === best ? '' : undefined}>
            <span className="nowrap">typesize {typesize}</span>
            <i style={{ '--share': `${(ratio / highest) * 100}%` }} />
            <span className={styles.size}>{format.times(ratio)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
