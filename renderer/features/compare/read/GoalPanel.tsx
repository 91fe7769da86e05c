import type { GoalKind } from '../../../../shared/compare/goal.js';
import {
  bandwidthWords,
  type GoalChoice,
  STORAGES,
  type StorageName,
  storageOf,
  withLimit,
} from '../../../app/comparison/goal-choice.js';
import { useCompare, useCompareStore } from '../../../app/comparison/use-compare.js';
import { useFileChooser } from '../../../app/files/use-file-chooser.js';
import { useClient } from '../../../data/client-context.js';
import { Button } from '../../../ui/Button.js';
import { ParsedField } from '../../../ui/ParsedField.js';
import { Popover } from '../../../ui/Popover.js';
import { Select } from '../../../ui/Select.js';
import { useFailureToast, useToast } from '../../../ui/Toasts.js';
import { mibText } from '../charts/mib.js';
import styles from './read.module.css';

const MIB = 2 ** 20;

const GOALS = [
  { value: 'storage', label: 'Least time on my storage' },
  { value: 'smallest', label: 'Smallest' },
  { value: 'fastest-write', label: 'Fastest to write' },
  { value: 'fastest-read', label: 'Fastest to read' },
  { value: 'ratio-at-least', label: 'Fastest to write, with a minimum ratio' },
] as const satisfies readonly { readonly value: GoalKind; readonly label: string }[];

/** The goal by which settings are ranked, and the storage. */
export function GoalPanel() {
  const { goal } = useCompare();
  const store = useCompareStore();
  const change = (changes: Partial<GoalChoice>) => store.changeGoal(changes);
  const storages = useStorageOptions(goal);
  const { measure, dialog } = useMeasureFolder();
  return (
    <div className={styles.goal}>
      <span className="dim">Goal</span>
      <Select aria-label="Goal" size="small" value={goal.kind} options={GOALS} onChange={(kind) => change({ kind })} />
      <span className="dim">Storage</span>
      <Select
        aria-label="Storage"
        size="small"
        value={goal.storage}
        options={storages}
        onChange={(storage) => (storage === 'measure' ? void measure() : change({ storage }))}
      />
      {goal.storage === 'custom' && (
        <>
          <span className="dim">Bandwidth</span>
          <PositiveField
            label="Bandwidth"
            value={goal.customBandwidth / MIB}
            unit="MiB/s"
            onChange={(value) => change({ customBandwidth: value * MIB })}
          />
        </>
      )}
      <span className="dim">Reads per write</span>
      <PositiveField
        label="Reads per write"
        value={goal.readsPerWrite}
        min={0}
        onChange={(readsPerWrite) => change({ readsPerWrite })}
      />
      <span className="dim">Ratio at least</span>
      {goal.kind === 'ratio-at-least' ? (
        <PositiveField label="Ratio at least" value={goal.ratio} unit="×" onChange={(ratio) => change({ ratio })} />
      ) : (
        <LimitRow goal={goal} onChange={change} />
      )}
      {dialog}
    </div>
  );
}

function LimitRow({
  goal,
  onChange,
}: {
  readonly goal: GoalChoice;
  readonly onChange: (changes: Partial<GoalChoice>) => void;
}) {
  const limit = (name: 'ratio' | 'compress' | 'decompress', scale: number) => ({
    value: goal.limits[name] === undefined ? undefined : (goal.limits[name] ?? 0) / scale,
    onChange: (value: number | undefined) =>
      onChange({ limits: withLimit(goal.limits, name, value === undefined ? undefined : value * scale) }),
  });
  return (
    <span className={styles.limits}>
      <OptionalField label="Ratio at least" {...limit('ratio', 1)} />
      <Popover label="Minimum speeds" trigger={<Button size="small">Speeds…</Button>}>
        <div className={styles.goal}>
          <span className="dim">Compress at least, MiB/s</span>
          <OptionalField label="Compress at least, MiB/s" {...limit('compress', MIB)} />
          <span className="dim">Decompress at least, MiB/s</span>
          <OptionalField label="Decompress at least, MiB/s" {...limit('decompress', MIB)} />
        </div>
      </Popover>
    </span>
  );
}

interface PositiveFieldProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly unit?: string;
  readonly min?: number;
}

function PositiveField({ label, value, onChange, unit, min = 1e-6 }: PositiveFieldProps) {
  const parse = (text: string) => {
    const number = Number(text.replaceAll(',', ''));
    return text.trim() !== '' && Number.isFinite(number) && number >= min && number <= 1e7 ? number : undefined;
  };
  return (
    <ParsedField
      aria-label={label}
      size="small"
      inputMode="decimal"
      value={value}
      onChange={onChange}
      print={(shown) => String(Math.round(shown * 1000) / 1000)}
      parse={parse}
      {...(unit && { after: unit })}
    />
  );
}

interface OptionalFieldProps {
  readonly label: string;
  readonly value: number | undefined;
  readonly onChange: (value: number | undefined) => void;
}

/** A number, or empty for no limit: `any`. */
function OptionalField({ label, value, onChange }: OptionalFieldProps) {
  const parse = (text: string) => {
    if (text.trim() === '') return { limit: undefined };
    const number = Number(text);
    return number > 0 && Number.isFinite(number) ? { limit: number } : undefined;
  };
  return (
    <ParsedField
      aria-label={label}
      size="small"
      inputMode="decimal"
      placeholder="any"
      value={{ limit: value }}
      onChange={({ limit }) => onChange(limit)}
      print={({ limit }) => (limit === undefined ? '' : String(limit))}
      parse={parse}
    />
  );
}

function useStorageOptions(goal: GoalChoice) {
  // The keys of the table are the names.
  const names = Object.keys(STORAGES) as (keyof typeof STORAGES)[];
  const known: { value: StorageName | 'measure'; label: string }[] = names.map((value) => ({
    value,
    label: `${STORAGES[value].label}, ${mibText(STORAGES[value].bandwidth)} MiB/s`,
  }));
  if (goal.measured) {
    const storage = storageOf({ ...goal, storage: 'measured' });
    known.push({ value: 'measured', label: `Measured, ${bandwidthWords(storage)}` });
  }
  return [
    ...known,
    { value: 'custom' as const, label: 'Custom…' },
    { value: 'measure' as const, label: 'Measure a folder…' },
  ];
}

/** Returns a function that measures the bandwidth of the storage of a folder, with sync. */
function useMeasureFolder() {
  const client = useClient();
  const store = useCompareStore();
  const toast = useToast();
  const failed = useFailureToast();
  const { choose, dialog } = useFileChooser();
  const measure = async () => {
    try {
      const [folder] = await choose('output-folder');
      if (folder === undefined) return;
      toast({ tone: 'info', text: 'Measuring the storage of the folder takes some seconds.' });
      const measured = await client.call('compare.bandwidth', { folder });
      store.changeGoal({ measured, storage: 'measured' });
      const { writeBytesPerSecond: write, readBytesPerSecond: read, readWas, method } = measured;
      toast({ text: `Writes ${mibText(write)} MiB/s, reads ${mibText(read)} MiB/s (${readWas}). ${method}` });
    } catch (thrown) {
      failed(thrown);
    }
  };
  return { measure, dialog };
}
