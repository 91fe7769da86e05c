import { Undo2 } from 'lucide-react';
import { useId, useMemo } from 'react';
import { useSettings } from '../../app/settings-context.js';
import { Button } from '../../ui/Button.js';
import { FieldContext } from '../../ui/Field.js';
import { useToast } from '../../ui/Toasts.js';
import type { OptionGroup, OptionRowFacts } from './option-group.js';
import styles from './settings.module.css';

interface Props {
  readonly group: OptionGroup;
}

/** Settings that belong together, with a button that resets them to their defaults. */
export function OptionGroupView({ group }: Props) {
  const { settings, change } = useSettings();
  const toast = useToast();
  const { id, title, hint, defaultHead = 'Default', changedHead, rows, reset } = group;
  const resetWithUndo = () => {
    reset?.();
    toast({ text: `${title}: the defaults are set.`, undo: () => change(settings) });
  };
  return (
    <section className={styles.group} id={id} aria-labelledby={`${id}-title`}>
      <div className={styles.groupHead}>
        <h2 id={`${id}-title`}>{title}</h2>
        {hint && <span className="soft">{hint}</span>}
        {reset && (
          <Button size="small" icon={Undo2} onClick={resetWithUndo} aria-label={`Reset group ${title}`}>
            Reset group
          </Button>
        )}
      </div>
      <div className={styles.rows}>
        {rows.some(({ defaultText }) => defaultText !== undefined) && (
          <div className={styles.columnHeads} aria-hidden="true">
            <span>{changedHead && <span className={styles.changedMark}>{changedHead}</span>}</span>
            <span />
            <span>{defaultHead}</span>
          </div>
        )}
        {rows.map((row) => (
          <OptionRow key={row.label} {...row} defaultHead={defaultHead} />
        ))}
      </div>
    </section>
  );
}

/** A setting: name and explanation, control, default. */
function OptionRow({
  label,
  description,
  control,
  defaultText,
  changed,
  defaultHead,
}: OptionRowFacts & { readonly defaultHead: string }) {
  const id = useId();
  const descriptionId = useId();
  const attributes = useMemo(() => ({ id, 'aria-describedby': descriptionId }), [id, descriptionId]);
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
        <FieldContext value={attributes}>{control}</FieldContext>
      </div>
      {defaultText !== undefined && (
        <div className={styles.default} data-head={defaultHead}>
          <span className="unseen">{defaultHead}: </span>
          {defaultText}
        </div>
      )}
    </div>
  );
}
