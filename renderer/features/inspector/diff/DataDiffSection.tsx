import { Table2 } from 'lucide-react';
import { useState } from 'react';
import type { DataDiff } from '../../../../shared/contract/inspect/change.js';
import { useQuery } from '../../../data/use-query.js';
import { useFormat } from '../../../format/format-context.js';
import { Button } from '../../../ui/Button.js';
import { ErrorView } from '../../../ui/ErrorView.js';
import { Field } from '../../../ui/Field.js';
import { IconButton } from '../../../ui/IconButton.js';
import { type KeyValue, KeyValueList } from '../../../ui/KeyValueList.js';
import { ProgressBar } from '../../../ui/ProgressBar.js';
import { TextField } from '../../../ui/TextField.js';
import { NumbersDialog } from '../data/NumbersDialog.js';
import { useRunTask } from '../data/run-task.js';
import { useSavePlot } from '../data/use-save-plot.js';
import styles from './diff.module.css';
import { sharePath } from './diff-path.js';

interface Props {
  readonly left: string;
  readonly right: string;
}

/** Compares the data of two containers, value by value, on request. */
export function DataDiffSection({ left, right }: Props) {
  const runTask = useRunTask();
  const format = useFormat();
  const [tolerance, setTolerance] = useState('');
  // The text when the comparison was started; undefined before.
  const [started, setStarted] = useState<string>();
  const [done, setDone] = useState(0);
  const { value, error, isLoading, retry } = useQuery<DataDiff | undefined>(
    started === undefined ? undefined : `${left} ${right} ${started}`,
    async (signal) => {
      setDone(0);
      const within = started ? { tolerance: Number(started) } : {};
      const task = { kind: 'diff-data', request: { left, right, ...within } } as const;
      const result = await runTask(task, signal, (progress) => setDone(progress.done));
      return result?.kind === 'diff-data' ? result.diff : undefined;
    },
  );
  return (
    <section className={styles.section}>
      <h3>Data</h3>
      {!isLoading && (
        <form
          className={styles.running}
          onSubmit={(event) => {
            event.preventDefault();
            if (isTolerance(tolerance)) setStarted(tolerance.trim());
          }}
        >
          <Field
            label="Tolerance"
            hint="Numbers that are no further apart count as equal. Empty: all bits have to be the same."
            {...(!isTolerance(tolerance) && { error: 'A number of 0 or more, such as 1e-6.' })}
          >
            <TextField mono value={tolerance} onChange={setTolerance} placeholder="none" />
          </Field>
          <Button type="submit" disabled={!isTolerance(tolerance) || started === tolerance.trim()}>
            Compare the data
          </Button>
        </form>
      )}
      {isLoading && (
        <div className={styles.running}>
          <ProgressBar label="Comparing the data" fraction={done} />
          <span>{format.percent(done)}</span>
          <Button size="small" onClick={() => setStarted(undefined)}>
            Stop
          </Button>
        </div>
      )}
      {error && <ErrorView error={error} onRetry={retry} />}
      {value && <DataDiffFacts diff={value} />}
    </section>
  );
}

function isTolerance(text: string): boolean {
  return text.trim() === '' || (Number(text) >= 0 && Number.isFinite(Number(text)));
}

function DataDiffFacts({ diff }: { readonly diff: DataDiff }) {
  const { same, values, differing, withinTolerance, largest, first } = diff;
  const format = useFormat();
  const entries: readonly KeyValue[] = [
    { label: 'Values', value: format.count(values) },
    { label: 'Differ', value: same ? 'none' : format.count(differing) },
    ...(withinTolerance === 0
      ? []
      : [
          {
            label: 'Within the tolerance',
            value: format.countOf(withinTolerance, 'value whose bits differ', 'values whose bits differ'),
          },
        ]),
    ...(largest === undefined ? [] : [{ label: 'Largest difference', value: largest, mono: true }]),
    ...(first
      ? [{ label: 'First', value: `[${first.index.join(', ')}]: ${first.left} and ${first.right}`, mono: true }]
      : []),
  ];
  return (
    <>
      <KeyValueList entries={entries} />
      {!same && <DifferingCourse diff={diff} />}
    </>
  );
}

/** Where along the data the values differ. */
function DifferingCourse({ diff: { course, values } }: { readonly diff: DataDiff }) {
  const format = useFormat();
  const save = useSavePlot();
  const [asTable, setAsTable] = useState(false);
  const bounds = (bin: number) => {
    const at = (place: number) => Math.ceil((place * values) / course.length);
    return [at(bin), at(bin + 1)] as const;
  };
  const rangeText = (bin: number) => {
    const [start, end] = bounds(bin);
    return end - start === 1 ? format.count(start) : `${format.count(start)} to ${format.count(end - 1)}`;
  };
  return (
    <>
      <svg
        className={styles.course}
        viewBox="0 0 600 80"
        preserveAspectRatio="none"
        role="img"
        aria-label="Share of values that differ, along the data"
      >
        <path d="M0 79H600" />
        <path data-area="" d={sharePath(course, 600, 80)} />
      </svg>
      <div className={styles.caption}>
        <p className="micro">
          Share of the values that differ, along the data in memory order; the top is all of them.
        </p>
        <IconButton icon={Table2} size="small" label="Show as table" onClick={() => setAsTable(true)} />
      </div>
      <NumbersDialog
        open={asTable}
        onClose={() => setAsTable(false)}
        title="Values that differ"
        heads={['Values', 'Differ']}
        rows={course.map((share, bin) => [rangeText(bin), format.percent(share)])}
        onSave={() =>
          save.csv(
            'differences',
            ['first_value', 'end_value', 'share'],
            course.map((share, bin) => [...bounds(bin), share]),
          )
        }
      />
    </>
  );
}
