import { useState } from 'react';
import type { TalkPage } from '../../../../../shared/contract/compare.js';
import { useEvent } from '../../../../data/client-context.js';
import { useCall } from '../../../../data/use-query.js';
import { AlertDialog } from '../../../../ui/AlertDialog.js';
import { Button } from '../../../../ui/Button.js';
import { Card } from '../../../../ui/Card.js';
import { EmptyState } from '../../../../ui/EmptyState.js';
import { ErrorView } from '../../../../ui/ErrorView.js';
import { useCopy } from '../../../../ui/use-copy.js';
import styles from '../formats.module.css';
import { useFormats, useFormatsStore } from '../use-formats.js';
import { TalkFigures } from './TalkFigures.js';
import { TalkScores } from './TalkScores.js';

const COMMAND = 'blpk bench-formats --talk-2014';
/** As `blpk bench-formats --talk-2014` does. */
const REPEATS = 3;

/** The benchmark of the talk of 2014: the published figures, and those of the last run here. */
export function TalkBenchmark() {
  const { value: page, error, refresh, retry } = useCall('compare.talk');
  useEvent('compare.formats', ({ state }) => {
    if (state === 'done') refresh();
  });
  if (error) return <ErrorView error={error} onRetry={retry} />;
  if (!page) return <EmptyState title="Reading the figures of 2014…" />;
  return (
    <>
      <Method page={page} />
      <TalkScores page={page} />
      <TalkFigures page={page} />
    </>
  );
}

function Method({ page }: { readonly page: TalkPage }) {
  const { activity } = useFormats();
  const store = useFormatsStore();
  const copy = useCopy();
  const [isAsking, setAsking] = useState(false);
  const run = () => {
    setAsking(false);
    void store.start({ source: { kind: 'talk-2014' }, contenders: [], levels: [], repeats: REPEATS });
  };
  return (
    <Card
      title="Benchmark of 2014"
      subtitle={page.measured.length > 0 ? 'published, and as last measured here' : 'published; not measured here yet'}
      actions={
        <Button size="small" disabled={activity !== undefined} onClick={() => setAsking(true)}>
          Run the benchmark…
        </Button>
      }
    >
      <div className={styles.method}>
        <p>{page.method}</p>
        <p className="dim">
          Published with the talk “Fast Serialization of Numpy Arrays with Bloscpack”, PyData Berlin 2014: 8 processors
          of a c3.2xlarge, C-Blosc 1.3, means of the best runs. The figures from here are medians, on the storage of the
          output folder.
        </p>
        <div className={styles.command}>
          On the command line: <code>{COMMAND}</code>
          <Button size="small" onClick={() => copy(COMMAND, 'Command copied')}>
            Copy
          </Button>
        </div>
      </div>
      <AlertDialog
        open={isAsking}
        title="Run the benchmark of 2014?"
        description="It takes more than an hour: 5 data sets in 3 sizes with every format and level, written, synced and read back 3 times. The disk is busy during the run, and other programs make the figures worse. It can be stopped; only a complete run replaces the last one."
        confirmLabel="Run the benchmark"
        cancelLabel="Not now"
        onConfirm={run}
        onCancel={() => setAsking(false)}
      />
    </Card>
  );
}
