import { useState } from 'react';
import type { BatchPlan, OnCollision, PlannedOutput } from '../../../shared/contract/intake.js';
import { countOf } from '../../format/counts.js';
import { formatWhen } from '../../format/dates.js';
import { useFormat } from '../../format/format-context.js';
import { Button } from '../../ui/Button.js';
import { Dialog } from '../../ui/Dialog.js';
import { Radio } from '../../ui/Radio.js';
import styles from './intake.module.css';

interface Props {
  readonly plan: BatchPlan;
  readonly onAnswer: (onCollision: OnCollision) => void;
  readonly onCancel: () => void;
}

const maxNames = 200;

const answers = [
  { value: 'skip', title: 'Skip', text: 'Keep the existing outputs; the sources are not compressed or decompressed.' },
  { value: 'rename', title: 'Rename', text: 'Write another file, “name (2)”.' },
  {
    value: 'replace',
    title: 'Replace',
    text: 'The existing output is deleted once the new one is complete and checked.',
  },
] as const satisfies readonly { readonly value: OnCollision; readonly title: string; readonly text: string }[];

/** An output that exists, and its source, each with size and date, so that the user sees which is newer. */
function Existing({ output }: { readonly output: PlannedOutput }) {
  const { name, folder, existing, sourceBytes, sourceModifiedMs } = output;
  const format = useFormat();
  const sized = (sizeBytes: number, modifiedMs: number | undefined) =>
    `${format.size(sizeBytes)}${modifiedMs === undefined ? '' : `, ${formatWhen(modifiedMs, Date.now())}`}`;
  return (
    <li>
      <span className="cut" title={name}>
        {name}
      </span>
      <span className="dim cut" title={folder}>
        {folder}
      </span>
      {existing && <span className="nowrap">{sized(existing.sizeBytes, existing.modifiedMs)}</span>}
      <span className="soft nowrap">source: {sized(sourceBytes, sourceModifiedMs)}</span>
    </li>
  );
}

/** Asks what to do with outputs that exist already: once for the batch, before anything is written. */
export function CollisionSheet({ plan, onAnswer, onCancel }: Props) {
  const existing = plan.outputs.filter(({ existing: there }) => there);
  const others = plan.outputs.length - existing.length;
  // Skipping all outputs would leave nothing to do.
  const [chosen, setChosen] = useState<OnCollision>(others > 0 ? 'skip' : 'rename');
  return (
    <Dialog
      open
      onClose={onCancel}
      title={`${countOf(existing.length, 'output is', 'outputs are')} already there`}
      description={
        others > 0
          ? `The other ${countOf(others, 'output')} will be written in any case.`
          : 'This batch has no other outputs.'
      }
      footer={
        <>
          <Button onClick={onCancel}>Cancel</Button>
          <Button kind="primary" onClick={() => onAnswer(chosen)}>
            {answers.find(({ value }) => value === chosen)?.title} and start
          </Button>
        </>
      }
    >
      <fieldset className={styles.collisionAnswers} aria-label="What to do with them">
        {answers.map(({ value, title, text }) => (
          <Radio
            key={value}
            name="collision"
            checked={chosen === value}
            disabled={value === 'skip' && others === 0}
            onChange={() => setChosen(value)}
          >
            <span>
              <span className="strong">{title}</span> <span className="soft">{text}</span>
            </span>
          </Radio>
        ))}
      </fieldset>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard */}
      <ul className={styles.collisions} aria-label="Existing outputs" tabIndex={0}>
        {existing.slice(0, maxNames).map((output) => (
          <Existing key={`${output.item} ${output.folder}/${output.name}`} output={output} />
        ))}
        {existing.length > maxNames && (
          <li className="dim">and {countOf(existing.length - maxNames, 'more', 'more')}</li>
        )}
      </ul>
    </Dialog>
  );
}
