import { useMemo } from 'react';
import styles from '../../features/home/intake.module.css';
import { kindNames } from '../../features/home/kind-icons.js';
import { countKinds } from '../../features/home/model.js';
import { useIntake, useIntakeStore } from '../../features/home/use-intake.js';
import { formatCount } from '../../format/counts.js';
import { Checkbox } from '../../ui/Checkbox.js';

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
