import { type Pins, swapPins } from '../../../app/comparison/pins.js';
import { Button } from '../../../ui/Button.js';
import type { ReadModel } from '../model/read-model.js';
import { barShare, factorsOf } from './ab-model.js';
import styles from './read.module.css';

interface Props {
  readonly model: ReadModel;
  readonly pins: Pins;
  readonly onPins: (pins: Pins) => void;
}

/** The two pinned settings: factors of B to A. */
export function AbPanel({ model, pins, onPins }: Props) {
  const a = pins.a === undefined ? undefined : model.byKey.get(pins.a);
  const b = pins.b === undefined ? undefined : model.byKey.get(pins.b);
  if (!a || !b) {
    return (
      <div className={styles.ab}>
        <p className="dim">
          Click a point to pin it as A, and Shift-click another one to pin it as B. They are compared here.
        </p>
      </div>
    );
  }
  return (
    <div className={styles.ab}>
      <div className={styles.abHead}>
        <PinBadge letter="B" />
        <span className="cut">{b.name}</span>
        <span className="dim">compared with</span>
        <PinBadge letter="A" />
        <span className="cut">{a.name}</span>
        <Button kind="link" onClick={() => onPins(swapPins(pins))}>
          Swap
        </Button>
      </div>
      <dl className={styles.factors}>
        {factorsOf(a, b, model.goal, model.run.data).map(({ label, factor, words }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <span className={styles.factorTrack} aria-hidden="true">
                <i style={{ [factor < 1 ? 'right' : 'left']: '50%', width: `${50 * barShare(factor)}%` }} />
              </span>
              <span className={styles.factorWords}>{words}</span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

export function PinBadge({ letter }: { readonly letter: 'A' | 'B' }) {
  return <span className={styles.pin}>{letter}</span>;
}
