import { useEffect, useRef, useState } from 'react';
import type { DataDiff } from '../../../../shared/contract/inspect/change.js';
import type { TaskProgress } from '../../../../shared/contract/inspect/tasks.js';
import { useFormat } from '../../../format/format-context.js';
import { Button } from '../../../ui/Button.js';
import { ErrorView } from '../../../ui/ErrorView.js';
import { type KeyValue, KeyValueList } from '../../../ui/KeyValueList.js';
import { ProgressBar } from '../../../ui/ProgressBar.js';
import { runTask } from '../data/run-task.js';
import { useDocument } from '../model/document-context.js';
import styles from './diff.module.css';

interface Props {
  readonly left: string;
  readonly right: string;
}

/** Compares the data of two containers, value by value, when asked to. */
export function DataDiffSection({ left, right }: Props) {
  const { client } = useDocument();
  const format = useFormat();
  const [progress, setProgress] = useState<TaskProgress>();
  const stop = useRef<() => void>(undefined);
  useEffect(() => () => stop.current?.(), []);
  const start = () => {
    stop.current = runTask(client, { kind: 'diff-data', ask: { left, right } }, setProgress);
    setProgress({ task: '', state: 'running', done: 0 });
  };
  const cancel = () => {
    stop.current?.();
    setProgress(undefined);
  };
  const result = progress?.result?.kind === 'diff-data' ? progress.result.diff : undefined;
  return (
    <section className={styles.section}>
      <h3>Data</h3>
      {!progress && <Button onClick={start}>Compare the data</Button>}
      {progress?.state === 'running' && (
        <div className={styles.running}>
          <ProgressBar label="Comparing the data" fraction={progress.done} />
          <span>{format.percent(progress.done)}</span>
          <Button size="small" onClick={cancel}>
            Stop
          </Button>
        </div>
      )}
      {progress?.error && <ErrorView error={progress.error} onRetry={start} />}
      {result && <DataDiffFacts diff={result} />}
    </section>
  );
}

function DataDiffFacts({ diff: { same, values, differing, largest, first } }: { readonly diff: DataDiff }) {
  const format = useFormat();
  const entries: readonly KeyValue[] = [
    { label: 'Values', value: format.count(values) },
    { label: 'Differ', value: same ? 'none' : format.count(differing) },
    ...(largest === undefined ? [] : [{ label: 'Largest difference', value: largest, mono: true }]),
    ...(first
      ? [{ label: 'First', value: `[${first.index.join(', ')}]: ${first.left} and ${first.right}`, mono: true }]
      : []),
  ];
  return <KeyValueList entries={entries} />;
}
