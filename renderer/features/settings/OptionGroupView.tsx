import { Undo2 } from 'lucide-react';
import { Button } from '../../ui/Button.js';
import { OptionRow } from './OptionRow.js';
import type { OptionGroup } from './option-row.js';
import styles from './settings.module.css';

interface Props {
  readonly group: OptionGroup;
}

/** Settings that belong together, and the way back to their defaults. */
export function OptionGroupView({ group }: Props) {
  const { id, title, hint, defaultHead = 'Default', changedHead, rows, reset } = group;
  return (
    <section className={styles.group} id={id} aria-labelledby={`${id}-title`}>
      <div className={styles.groupHead}>
        <h2 id={`${id}-title`}>{title}</h2>
        {hint && <span className="soft">{hint}</span>}
        <Button size="small" icon={Undo2} onClick={reset} aria-label={`Reset group ${title}`}>
          Reset group
        </Button>
      </div>
      <div className={styles.rows}>
        <div className={styles.columnHeads} aria-hidden="true">
          <span>{changedHead && <span className={styles.changedMark}>{changedHead}</span>}</span>
          <span />
          <span>{defaultHead}</span>
        </div>
        {rows.map((row) => (
          <OptionRow key={row.label} {...row} />
        ))}
      </div>
    </section>
  );
}
