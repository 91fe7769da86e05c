import { Table2 } from 'lucide-react';
import { useState } from 'react';
import type { DataDiff } from '../../../../shared/contract/inspect/change.js';
import { useQuery } from '../../../data/use-query.js';
import { useFormat } from '../../../format/format-context.js';
import { Button } from '../../../ui/Button.js';
import { ErrorView } from '../../../ui/ErrorView.js';
import { IconButton } from '../../../ui/IconButton.js';
import { type KeyValue, KeyValueList } from '../../../ui/KeyValueList.js';
import { ProgressBar } from '../../../ui/ProgressBar.js';
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
  const [isStarted, setIsStarted] = useState(false);
  const [done, setDone] = useState(0);
  const { value, error, isLoading, retry } = useQuery<DataDiff | undefined>(
    isStarted ? `${left} ${right}` : undefined,
    async (signal) => {
      setDone(0);
      const task = { kind: 'diff-data', request: { left, right } } as const;
      const result = await runTask(task, signal, (progress) => setDone(progress.done));
      return result?.kind === 'diff-data' ? result.diff : undefined;
    },
  );
  return (
    <section className={styles.section}>
      <h3>Data</h3>
      {!isStarted && <Button onClick={() => setIsStarted(true)}>Compare the data</Button>}
      {isLoading && (
        <div className={styles.running}>
          <ProgressBar label="Comparing the data" fraction={done} />
          <span>{format.percent(done)}</span>
          <Button size="small" onClick={() => setIsStarted(false)}>
            Stop
          </Button>
        </div>
      )}
      {error && <ErrorView error={error} onRetry={retry} />}
      {value && <DataDiffFacts diff={value} />}
    </section>
  );
}

function DataDiffFacts({ diff }: { readonly diff: DataDiff }) {
  const { same, values, differing, largest, first } = diff;
  const format = useFormat();
  const entries: readonly KeyValue[] = [
    { label: 'Values', value: format.count(values) },
    { label: 'Differ', value: same ? 'none' : format.count(differing) },
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
