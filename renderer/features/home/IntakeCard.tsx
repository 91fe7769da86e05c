import { useMemo, useState } from 'react';
import { useCommand } from '../../app/commands/command-context.js';
import type { IntakeRow } from '../../app/intake/intake-row.js';
import { useIntake, useIntakeOptions, useIntakeStore } from '../../app/intake/use-intake.js';
import { useShownSubject } from '../../app/subject-context.js';
import { useReconnected } from '../../data/connection.js';
import { useFormat } from '../../format/format-context.js';
import { Button } from '../../ui/Button.js';
import { ErrorView } from '../../ui/ErrorView.js';
import { ProgressBar } from '../../ui/ProgressBar.js';
import { Skeleton } from '../../ui/Skeleton.js';
import { useToast } from '../../ui/Toasts.js';
import { CollisionSheet } from './CollisionSheet.js';
import { sampleOf } from './estimate.js';
import { IntakeFooter } from './IntakeFooter.js';
import { IntakeList, KindFilter } from './IntakeList.js';
import styles from './intake.module.css';
import { plannedFiles, previewNames, requestOf, statusWords, sumRows, wantedRows } from './model.js';
import { OptionsColumn } from './OptionsColumn.js';
import { RawImportSheet } from './RawImportSheet.js';
import { PlannedFilesContext, useBatchPlan } from './use-batch-plan.js';
import { usePrediction } from './use-prediction.js';
import { useRunSingleFile, useStartBatch } from './use-start-batch.js';

const noFiles: ReturnType<typeof plannedFiles> = new Map();

/** The added files, their types, and what will be done with them. Nothing is written before the start button is pressed. */
export function IntakeCard() {
  const store = useIntakeStore();
  const format = useFormat();
  const toast = useToast();
  const { rows, leftOut, pending, probing, scans, failure } = useIntake();
  const intake = useIntakeOptions();
  const wanted = useMemo(() => wantedRows(rows, leftOut), [rows, leftOut]);
  const isReading = pending > 0 || probing > 0 || scans.length > 0;
  const request = useMemo(() => (isReading ? undefined : requestOf(wanted, intake)), [isReading, wanted, intake]);
  const planState = useBatchPlan(request);
  const { starting, start, begin, cancel } = useStartBatch();
  const [importing, setImporting] = useState<IntakeRow>();
  const { value: plan, valueKey: planned, isCurrent, error: planError } = planState;
  const files = useMemo(() => (plan && planned ? plannedFiles(plan, planned, rows) : noFiles), [plan, planned, rows]);
  const sums = useMemo(() => sumRows(rows, leftOut, files), [rows, leftOut, files]);
  const sample = useMemo(() => plan && planned && sampleOf(plan, planned), [plan, planned]);
  const prediction = usePrediction(sample, intake.options);
  const hasPlan = request !== undefined && isCurrent && !planError && plan !== undefined;
  const canStart = hasPlan && plan.obstacles.length === 0 && plan.outputs.length > 0;
  const startNow = () => {
    if (canStart) void start(request);
  };
  const clear = () => {
    cancel();
    toast({ text: 'The list is empty.', undo: store.clear() });
  };
  useReconnected(() => {
    failure?.retry();
    if (starting.kind === 'failed') cancel();
  });
  useCommand('intake.run', startNow, canStart && starting.kind !== 'starting');
  useCommand('intake.clear', clear);
  useShownSubject({ status: statusWords(sums, format) });
  useRunSingleFile(canStart ? request : undefined, start);
  return (
    <section className={styles.intake} aria-label="Dropped items" data-pane="">
      <header className={styles.intakeHead}>
        <h2>{format.countOf(rows.length, 'item')}</h2>
        <span className="soft nowrap">{format.size(sums.readBytes)} to read</span>
        <span className={styles.intakeHint}>
          The actions follow from the first bytes of the files; each can be changed.
        </span>
        <Button kind="ghost" size="small" onClick={clear}>
          Clear
        </Button>
      </header>
      <div className={styles.items}>
        <KindFilter />
        <PlannedFilesContext value={files}>
          <IntakeList onImport={setImporting} />
        </PlannedFilesContext>
        {pending > 0 && (
          <Skeleton label={`Reading ${format.countOf(pending, 'file')}`} lines={Math.min(pending, 4)} lineHeight={49} />
        )}
        <ScanLine />
        {failure && <ErrorView error={failure.error} onRetry={failure.retry} />}
      </div>
      <OptionsColumn
        compresses={wanted.some(({ action }) => action === 'compress')}
        decompresses={wanted.some(({ action }) => action === 'decompress')}
        names={previewNames(files)}
        sample={sample}
      />
      {starting.kind === 'failed' && (
        <div className={styles.startFailure}>
          <ErrorView error={starting.error} onRetry={startNow} />
        </div>
      )}
      <IntakeFooter
        sums={sums}
        planState={planState}
        prediction={prediction}
        isReading={isReading}
        isStarting={starting.kind === 'starting'}
        canStart={canStart}
        onStart={startNow}
        onCancel={clear}
      />
      {importing && <RawImportSheet row={importing} onClose={() => setImporting(undefined)} />}
      {starting.kind === 'colliding' && (
        <CollisionSheet
          plan={starting.plan}
          onCancel={cancel}
          onAnswer={(collisions) => void begin(starting.request, collisions, starting.plan)}
        />
      )}
    </section>
  );
}

/** Progress of the search in dropped folders. */
function ScanLine() {
  const store = useIntakeStore();
  const format = useFormat();
  const { scans } = useIntake();
  if (scans.length === 0) return null;
  const count = scans.reduce((sum, { foundCount }) => sum + foundCount, 0);
  const bytes = scans.reduce((sum, { foundBytes }) => sum + foundBytes, 0);
  return (
    <div className={styles.scan}>
      <div className={styles.scanBar}>
        <ProgressBar label="Searching for files" fraction={undefined} />
      </div>
      <span>
        {format.countOf(count, 'file')}, {format.size(bytes)} so far in {scans.map(({ name }) => name).join(', ')}
      </span>
      <Button size="small" onClick={() => store.stopScans()}>
        Stop searching
      </Button>
    </div>
  );
}
