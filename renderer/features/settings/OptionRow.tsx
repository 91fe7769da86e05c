import { useId, useMemo } from 'react';
import { FieldContext } from '../../ui/field-context.js';
import type { OptionRowFacts } from './option-row.js';
import styles from './settings.module.css';

/** A setting: name and explanation, control, default. */
export function OptionRow({ label, description, control, defaultText, changed }: OptionRowFacts) {
  const id = useId();
  const descriptionId = useId();
  const wiring = useMemo(() => ({ id, 'aria-describedby': descriptionId }), [id, descriptionId]);
  return (
    <div className={styles.option} data-changed={changed ? '' : undefined}>
      <div>
        <label htmlFor={id} className="strong">
          {label}
        </label>
        <div id={descriptionId} className={styles.description}>
          {description}
        </div>
      </div>
      <div className={styles.control}>
        <FieldContext value={wiring}>{control}</FieldContext>
      </div>
      <div className={styles.default}>
        <span className="unseen">Default: </span>
        {defaultText}
      </div>
    </div>
  );
}
