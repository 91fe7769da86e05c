import { ChevronDown, ChevronRight, Play, RotateCw } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { isMeasured } from '../../../../shared/compare/result.js';
import { countWords, durationWords } from '../../../../shared/compare/words.js';
import type { CompareFacts } from '../../../../shared/contract/compare.js';
import { useCompare, useCompareStore } from '../../../app/comparison/use-compare.js';
import { Button } from '../../../ui/Button.js';
import { Chip } from '../../../ui/Chip.js';
import { ErrorView } from '../../../ui/ErrorView.js';
import { Icon } from '../../../ui/Icon.js';
import { toneIcons } from '../../../ui/tone.js';
import { type PreviewState, usePreview } from '../model/use-preview.js';
import { DriftChip } from '../run/DriftChip.js';
import { DataPicker } from './DataPicker.js';
import { PlanEditor } from './PlanEditor.js';
import styles from './plan.module.css';
import { planWords, sampleSentence } from './plan-words.js';

interface Props {
  readonly facts: CompareFacts | undefined;
}

/** What is measured and how: open before a run, one line after it. */
export function PlanCard({ facts }: Props) {
  const { target, plan, run, activity, isPlanOpen } = useCompare();
  const store = useCompareStore();
  const preview = usePreview(target, plan, isPlanOpen && !activity);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || activity) return;
    // Radios keep Enter to themselves, so it must be seen before them.
    event.stopPropagation();
    void store.start();
  };
  const shown = isPlanOpen || !run ? undefined : run;
  return (
    <section className={styles.card} aria-label="Plan" data-pane="" onKeyDownCapture={onKeyDown}>
      <div className={styles.line}>
        <button
          type="button"
          className={styles.heading}
          aria-expanded={isPlanOpen}
          onClick={() => store.showPlan(!isPlanOpen)}
        >
          <Icon of={isPlanOpen ? ChevronDown : ChevronRight} size={12} />
          <h2>Plan</h2>
        </button>
        <div className={styles.facts}>
          <span className={styles.name}>{shown?.data.name ?? target?.name ?? 'nothing chosen yet'}</span>
          {shown && <span>{sampleSentence(shown.data)}</span>}
          {planWords(shown?.plan ?? plan).map((words) => (
            <span key={words}>{words}</span>
          ))}
        </div>
        <div className={styles.actions}>
          {shown && !activity && <DriftChip />}
          {shown && !activity && <RoundTripChip />}
          {!isPlanOpen && (
            <Button size="small" onClick={() => store.showPlan(true)}>
              Edit plan
            </Button>
          )}
          {!isPlanOpen && target && (
            <Button size="small" icon={RotateCw} disabled={activity !== undefined} onClick={() => void store.start()}>
              Run again
            </Button>
          )}
        </div>
      </div>
      {isPlanOpen && (
        <div className={styles.open}>
          <DataPicker facts={facts} />
          <PlanEditor facts={facts} />
          <PlanFoot preview={preview} />
        </div>
      )}
    </section>
  );
}

/** Whether every setting gave its source back. */
function RoundTripChip() {
  const { run } = useCompare();
  const results = run?.results ?? [];
  const failed = results.filter((result) => !isMeasured(result)).length;
  if (failed > 0)
    return (
      <Chip tone="bad" icon={toneIcons.bad}>
        {countWords(failed, 'setting')} failed
      </Chip>
    );
  return (
    <Chip tone="ok" icon={toneIcons.ok}>
      All {results.length} round trips exact
    </Chip>
  );
}

function PlanFoot({ preview: { preview, error, isCurrent } }: { readonly preview: PreviewState }) {
  const { target, activity } = useCompare();
  const store = useCompareStore();
  return (
    <div className={styles.foot}>
      <Button
        kind="primary"
        icon={Play}
        keys="Ctrl+Enter"
        disabled={!target || activity !== undefined}
        onClick={() => void store.start()}
      >
        {preview && isCurrent ? `Run ${countWords(preview.settings, 'setting')}` : 'Run'}
      </Button>
      {error ? (
        <ErrorView error={error} />
      ) : (
        <p className={styles.forecast} aria-live="polite" data-stale={isCurrent ? undefined : ''}>
          {forecast(preview, target !== undefined)}
        </p>
      )}
    </div>
  );
}

function forecast(preview: PreviewState['preview'], hasTarget: boolean): string {
  if (!hasTarget) return 'Choose data first: a file, a folder, or a built-in data set.';
  if (!preview) return 'Measuring for a second how long it will take…';
  const { settings, estimatedMs, data, dropped } = preview;
  const words = `${countWords(settings, 'setting')}, about ${durationWords(estimatedMs / 1000)} on this machine; ${sampleSentence(data)}.`;
  return [words, ...dropped].join(' ');
}
