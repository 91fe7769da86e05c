import { type ReactNode, useState } from 'react';
import {
  type BatchPlan,
  type CollisionAnswers,
  maxCollisionAnswers,
  type OnCollision,
  type PlannedOutput,
} from '../../../shared/contract/intake.js';
import { countOf } from '../../format/counts.js';
import { formatWhen } from '../../format/dates.js';
import { useFormat } from '../../format/format-context.js';
import { Button } from '../../ui/Button.js';
import { Dialog } from '../../ui/Dialog.js';
import { Radio } from '../../ui/Radio.js';
import { Select } from '../../ui/Select.js';
import styles from './intake.module.css';

interface Props {
  readonly plan: BatchPlan;
  readonly onAnswer: (collisions: CollisionAnswers) => void;
  readonly onCancel: () => void;
}

type Answer = OnCollision | 'each';

const answers = [
  { value: 'skip', title: 'Skip', text: 'Keep the existing outputs; the sources are not compressed or decompressed.' },
  { value: 'rename', title: 'Rename', text: 'Write another file, “name (2)”.' },
  {
    value: 'replace',
    title: 'Replace',
    text: 'The existing output is deleted once the new one is complete and checked.',
  },
  { value: 'each', title: 'Decide for each', text: 'Choose one of these in the list below.' },
] as const satisfies readonly { readonly value: Answer; readonly title: string; readonly text: string }[];

const single = answers.flatMap(({ value, title }) => (value === 'each' ? [] : [{ value, label: title }]));

/** Identifies an output of a plan. */
function keyOf({ item, member }: PlannedOutput): string {
  return JSON.stringify([item, member]);
}

/** An output that exists, and its source, each with size and date, so that the user sees which is newer. */
function Existing({ output, control }: { readonly output: PlannedOutput; readonly control?: ReactNode }) {
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
      {control}
    </li>
  );
}

/** Asks what to do with outputs that exist already: once for the batch, before anything is written. */
export function CollisionSheet({ plan, onAnswer, onCancel }: Props) {
  const existing = plan.outputs.filter(({ existing: there }) => there);
  const others = plan.outputs.length - existing.length;
  // Skipping all outputs would leave nothing to do.
  const [chosen, setChosen] = useState<Answer>(others > 0 ? 'skip' : 'rename');
  const [each, setEach] = useState<ReadonlyMap<string, OnCollision>>(new Map());
  const answerFor = (output: PlannedOutput) => each.get(keyOf(output)) ?? 'skip';
  const isNothing = chosen === 'each' && others === 0 && existing.every((output) => answerFor(output) === 'skip');
  const answer = () => {
    if (chosen !== 'each') return onAnswer({ onCollision: chosen });
    const chosenAnswers = existing.map((output) => ({
      item: output.item,
      ...(output.member !== undefined && { member: output.member }),
      onCollision: answerFor(output),
    }));
    onAnswer({ onCollision: 'skip', answers: chosenAnswers });
  };
  return (
    <Dialog
      open
      onClose={onCancel}
      title={`${countOf(existing.length, 'output is', 'outputs are')} already there`}
      description={
        others > 0
          ? `The other ${others === 1 ? 'output' : countOf(others, 'output')} will be written in any case.`
          : 'This batch has no other outputs.'
      }
      footer={
        <>
          <Button onClick={onCancel}>Cancel</Button>
          <Button kind="primary" disabled={isNothing} onClick={answer}>
            {chosen === 'each' ? 'Start' : `${answers.find(({ value }) => value === chosen)?.title} and start`}
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
            disabled={(value === 'skip' && others === 0) || (value === 'each' && existing.length > maxCollisionAnswers)}
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
        {existing.slice(0, maxCollisionAnswers).map((output) => (
          <Existing
            key={keyOf(output)}
            output={output}
            control={
              chosen === 'each' && (
                <Select
                  aria-label={`What to do with ${output.name}`}
                  value={answerFor(output)}
                  options={single}
                  onChange={(value) => setEach(new Map([...each, [keyOf(output), value]]))}
                />
              )
            }
          />
        ))}
        {existing.length > maxCollisionAnswers && (
          <li className="dim">and {countOf(existing.length - maxCollisionAnswers, 'more', 'more')}</li>
        )}
      </ul>
    </Dialog>
  );
}
