import { useState } from 'react';
import type { BatchPlan, OnCollision } from '../../../shared/contract/intake.js';
import { countOf } from '../../format/counts.js';
import { Button } from '../../ui/Button.js';
import { Dialog } from '../../ui/Dialog.js';
import { Radio } from '../../ui/Radio.js';
import styles from './intake.module.css';

interface Props {
  readonly plan: BatchPlan;
  readonly onAnswer: (onCollision: OnCollision) => void;
  readonly onCancel: () => void;
}

const mostNames = 200;

const answers = [
  { value: 'skip', title: 'Skip', text: 'Leave what is there; these files are not worked on.' },
  { value: 'rename', title: 'Rename', text: 'Write beside it, as “name (2)”.' },
  { value: 'replace', title: 'Replace', text: 'What is there is lost once the new file is whole and checked.' },
] as const satisfies readonly { readonly value: OnCollision; readonly title: string; readonly text: string }[];

/** Outputs that are there already: settled once for the batch, before anything is written. */
export function CollisionSheet({ plan, onAnswer, onCancel }: Props) {
  const existing = plan.outputs.filter(({ exists }) => exists);
  const others = plan.outputs.length - existing.length;
  // Skipping everything would do nothing.
  const [chosen, setChosen] = useState<OnCollision>(others > 0 ? 'skip' : 'rename');
  return (
    <Dialog
      open
      onClose={onCancel}
      title={`${countOf(existing.length, 'output is', 'outputs are')} there already`}
      description={
        others > 0
          ? `The other ${countOf(others, 'file')} will be written in any case.`
          : 'There are no others in this batch.'
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
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys must reach that */}
      <ul className={styles.collisions} aria-label="Outputs that are there" tabIndex={0}>
        {existing.slice(0, mostNames).map(({ item, name, folder }) => (
          <li key={`${item} ${folder}/${name}`}>
            <span className="cut">{name}</span> <span className="dim cut">{folder}</span>
          </li>
        ))}
        {existing.length > mostNames && (
          <li className="dim">and {countOf(existing.length - mostNames, 'more', 'more')}</li>
        )}
      </ul>
    </Dialog>
  );
}
