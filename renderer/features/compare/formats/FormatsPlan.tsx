import { FileUp, Play } from 'lucide-react';
import { useState } from 'react';
import { binarySize, countWords } from '../../../../shared/compare/words.js';
import type { CompareFacts } from '../../../../shared/contract/compare.js';
import { useFileChooser } from '../../../app/files/use-file-chooser.js';
import { useClient } from '../../../data/client-context.js';
import { Button } from '../../../ui/Button.js';
import { Card } from '../../../ui/Card.js';
import { Checkbox } from '../../../ui/Checkbox.js';
import { NumberField } from '../../../ui/NumberField.js';
import { SegmentedControl } from '../../../ui/SegmentedControl.js';
import { useFailureToast } from '../../../ui/Toasts.js';
import { useCopy } from '../../../ui/use-copy.js';
import { FormatPicker } from './FormatPicker.js';
import styles from './formats.module.css';
import {
  blpkCommand,
  countEntries,
  FIRST_CHOICE,
  type FormatsChoice,
  formatsRequestOf,
  LEVELS,
  SIZES,
  toggled,
} from './formats-request.js';
import { useFormats, useFormatsStore } from './use-formats.js';

interface Props {
  readonly facts: CompareFacts;
  /** Whether it is open at first. */
  readonly isOpen: boolean;
}

/** What is measured: data, formats, levels, repeats. */
export function FormatsPlan({ facts, isOpen }: Props) {
  const [choice, setChoice] = useState(FIRST_CHOICE);
  const [opened, setOpened] = useState<boolean>();
  const { activity } = useFormats();
  const store = useFormatsStore();
  const copy = useCopy();
  const { contenders } = facts;
  const wanted = formatsRequestOf(choice, contenders);
  const change = (changes: Partial<FormatsChoice>) => setChoice({ ...choice, ...changes });
  const open = opened ?? isOpen;
  const files = countEntries(choice, contenders);
  return (
    <Card
      title="Plan"
      subtitle={`${dataWords(choice)} · ${countWords(files, 'file')} · ${countWords(choice.repeats, 'repeat')}`}
      actions={
        <>
          <Button size="small" aria-expanded={open} onClick={() => setOpened(!open)}>
            {open ? 'Hide' : 'Change'}
          </Button>
          <Button
            size="small"
            disabled={wanted.kind === 'missing'}
            onClick={() => copy(blpkCommand(choice, contenders), 'Command copied')}
          >
            Copy as blpk
          </Button>
          <Button
            kind="primary"
            icon={Play}
            disabled={wanted.kind === 'missing' || activity !== undefined}
            onClick={() => {
              if (wanted.kind !== 'ready') return;
              setOpened(false);
              void store.start(wanted.request);
            }}
          >
            Measure {countWords(files, 'file')}
          </Button>
        </>
      }
    >
      {open && (
        <div className={styles.plan}>
          <DataChoice facts={facts} choice={choice} onChange={change} />
          <FormatPicker contenders={contenders} without={choice.without} onWithout={(without) => change({ without })} />
          <fieldset className={styles.axis}>
            <legend>Levels</legend>
            <div className={styles.values}>
              {LEVELS.map((level) => (
                <Checkbox
                  key={level}
                  checked={choice.levels.includes(level)}
                  onChange={(isIn) => change({ levels: toggled(LEVELS, choice.levels, level, isIn) })}
                >
                  {level}
                </Checkbox>
              ))}
              <span className="dim">
                {choice.levels.length === 0
                  ? 'None ticked: all levels of each format.'
                  : 'For formats that have levels.'}
              </span>
            </div>
          </fieldset>
          <fieldset className={styles.axis}>
            <legend>Repeats</legend>
            <div className={styles.values}>
              <NumberField
                aria-label="Repeats"
                size="small"
                className={styles.number}
                value={choice.repeats}
                min={1}
                max={100}
                onChange={(repeats) => change({ repeats })}
              />
              <span className="dim">One more run before them is not timed.</span>
              {wanted.kind === 'missing' && <span className={styles.missing}>{wanted.what}</span>}
            </div>
          </fieldset>
        </div>
      )}
    </Card>
  );
}

interface DataProps {
  readonly facts: CompareFacts;
  readonly choice: FormatsChoice;
  readonly onChange: (changes: Partial<FormatsChoice>) => void;
}

function DataChoice({ facts, choice, onChange }: DataProps) {
  const names = facts.datasets.map(({ name }) => name);
  const sizes = facts.datasets[0]?.sizes ?? [];
  return (
    <fieldset className={styles.axis}>
      <legend>Data</legend>
      <div className={styles.values}>
        <SegmentedControl
          label="Data"
          size="small"
          value={choice.data}
          onChange={(data) => onChange({ data })}
          segments={[
            { value: 'datasets', label: 'Built-in' },
            { value: 'file', label: 'A file' },
          ]}
        />
        {choice.data === 'file' ? (
          <FileChoice choice={choice} onChange={onChange} />
        ) : (
          <>
            {facts.datasets.map(({ name, title, recipe }) => (
              <span key={name} title={recipe}>
                <Checkbox
                  checked={choice.names.includes(name)}
                  onChange={(isIn) => onChange({ names: toggled(names, choice.names, name, isIn) })}
                >
                  {title}
                </Checkbox>
              </span>
            ))}
            <span className={styles.sizes}>
              {sizes.map(({ name, plainBytes }) => (
                <Checkbox
                  key={name}
                  checked={choice.sizes.includes(name)}
                  onChange={(isIn) => onChange({ sizes: toggled(SIZES, choice.sizes, name, isIn) })}
                >
                  {binarySize(plainBytes)}
                </Checkbox>
              ))}
            </span>
          </>
        )}
      </div>
    </fieldset>
  );
}

function FileChoice({ choice: { file }, onChange }: Omit<DataProps, 'facts'>) {
  const client = useClient();
  const failed = useFailureToast();
  const { choose, dialog } = useFileChooser();
  const chooseFile = async () => {
    const [id] = await choose('files');
    if (id === undefined) return;
    const [facts] = await client.call('files.describe', { ids: [id] });
    if (facts) onChange({ file: facts });
  };
  return (
    <>
      {file && <b className="mono">{file.name}</b>}
      {file && (
        <span className="dim">
          {file.array && `${file.array.dtype}, `}
          {binarySize(file.sizeBytes)}
        </span>
      )}
      <Button size="small" icon={FileUp} onClick={() => void chooseFile().catch(failed)}>
        Choose a .npy file…
      </Button>
      {dialog}
    </>
  );
}

function dataWords({ data, file, names, sizes }: FormatsChoice): string {
  if (data === 'file') return file?.name ?? 'no file yet';
  return `${names.join(', ') || 'no data set'} (${sizes.join(', ') || 'no size'})`;
}
