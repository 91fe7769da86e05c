import { useMemo } from 'react';
import { kindNames } from '../../app/intake/kind-icons.js';
import { useIntake, useIntakeStore } from '../../app/intake/use-intake.js';
import { formatCount } from '../../format/counts.js';
import { Checkbox } from '../../ui/Checkbox.js';
import styles from './intake.module.css';
import { countKinds } from './model.js';

/** With so few rows each can be removed by hand. */
const leastRows = 9;

/** Which kinds of files to take, for many files of several kinds. */
export function KindFilter() {
  const store = useIntakeStore();
  const { rows, leftOut } = useIntake();
  const counts = useMemo(() => [...countKinds(rows)], [rows]);
  if (rows.length < leastRows || counts.length < 2) return null;
  return (
    <fieldset className={styles.filter} aria-label="Kinds to take">
      <span className="dim">Take</span>
      {counts.map(([kind, count]) => (
        <Checkbox key={kind} checked={!leftOut.has(kind)} onChange={(wanted) => store.setKind(kind, wanted)}>
          {kindNames[kind]} <span className="dim">{formatCount(count)}</span>
        </Checkbox>
      ))}
    </fieldset>
  );
}
