import { ChevronDown, ChevronRight, Play, RotateCw } from 'lucide-react';
import { type KeyboardEvent, useMemo } from 'react';
import type { Plan } from '../../../../shared/compare/plan.js';
import { isMeasured, measuredOf, type ResultFlag } from '../../../../shared/compare/result.js';
import { settingKey } from '../../../../shared/compare/setting.js';
import { countWords } from '../../../../shared/compare/words.js';
import type { CompareFacts, ComparePreview } from '../../../../shared/contract/compare.js';
import type { ContractError } from '../../../../shared/contract/result.js';
import { mutable } from '../../../app/comparison/compare-store.js';
import type { Target } from '../../../app/comparison/target.js';
import { useCompare, useCompareStore } from '../../../app/comparison/use-compare.js';
import { useClient } from '../../../data/client-context.js';
import { useQuery } from '../../../data/use-query.js';
import { formatEstimate } from '../../../format/durations.js';
import { Button } from '../../../ui/Button.js';
import { Chip } from '../../../ui/Chip.js';
import { ErrorView } from '../../../ui/ErrorView.js';
import { Icon } from '../../../ui/Icon.js';
import { Tooltip } from '../../../ui/Tooltip.js';
import { toneIcons } from '../../../ui/tone.js';
import { DataPicker } from './DataPicker.js';
import { PlanEditor } from './PlanEditor.js';
import styles from './plan.module.css';
import { planWords, sampleSentence } from './plan-words.js';

interface Props {
  readonly facts: CompareFacts | undefined;
}

/** The plan of the comparison: unfolded before a run, one line after it. */
export function PlanCard({ facts }: Props) {
  const { target, plan, run, activity, isPlanOpen } = useCompare();
  const store = useCompareStore();
  const preview = usePreview(target, plan, isPlanOpen && !activity);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || activity) return;
    // Handled in the capture phase, because radio buttons stop Enter.
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
          <span className={styles.name}>{shown?.data.name ?? target?.name ?? 'no data chosen'}</span>
          {shown && <span>{sampleSentence(shown.data)}</span>}
          {planWords(shown?.plan ?? plan).map((words) => (
            <span key={words}>{words}</span>
          ))}
        </div>
        <div className={styles.actions}>
          {shown && !activity && <UnreliableChip />}
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

/** Whether the round trip of every setting was exact. */
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
  if (!preview) return 'Estimating the time…';
  const { settings, estimatedMs, data, dropped } = preview;
  const words = `${countWords(settings, 'setting')}, ${formatEstimate(estimatedMs)} on this machine; ${sampleSentence(data)}.`;
  return [words, ...dropped].join(' ');
}

/** The host's preview of a plan. */
interface PreviewState {
  readonly preview?: ComparePreview;
  readonly error?: ContractError;
  readonly isCurrent: boolean;
}

/** Clicks pause this long before the host is called, because it calibrates for a second. */
const debounceMs = 300;

/** Calls the host for a preview after each change of the plan. */
function usePreview(target: Target | undefined, plan: Plan, enabled: boolean): PreviewState {
  const client = useClient();
  const request = useMemo(() => target && { source: target.source, plan }, [target, plan]);
  const { value, valueKey, error } = useQuery(
    enabled ? request : undefined,
    (_signal, { source, plan: current }) => client.call('compare.preview', { source, plan: mutable(current) }),
    { restMs: debounceMs },
  );
  if (error) return { isCurrent: true, error };
  return { isCurrent: valueKey !== undefined && valueKey === request, ...(value && { preview: value }) };
}

/** Why a speed cannot be relied on, the most serious first. A flag `tiny` has a notice of its own. */
const UNRELIABLE = [
  { flag: 'busy', words: 'on a busy machine', why: 'Other programs used the processors: the speeds are by CPU time.' },
  {
    flag: 'drift',
    words: 'drifted',
    why: 'Their repeats became steadily slower or faster, by heat or other programs.',
  },
  { flag: 'unstable', words: 'unstable', why: 'Their repeats vary by more than the differences between settings.' },
] as const satisfies readonly { readonly flag: ResultFlag; readonly words: string; readonly why: string }[];

/** Warns that speeds are unreliable, with a button that measures those settings again. */
function UnreliableChip() {
  const { run } = useCompare();
  const store = useCompareStore();
  const measured = measuredOf(run?.results ?? []);
  const flagged = measured.filter(({ flags }) => UNRELIABLE.some(({ flag }) => flags.includes(flag)));
  if (flagged.length === 0) return null;
  const kinds = UNRELIABLE.map((kind) => ({
    ...kind,
    count: measured.filter(({ flags }) => flags.includes(kind.flag)).length,
  })).filter(({ count }) => count > 0);
  return (
    <>
      <Chip tone="warn" icon={toneIcons.warn}>
        {flagged.length} of {countWords(measured.length, 'setting')}:{' '}
        {kinds.map(({ count, words }) => `${count} ${words}`).join(', ')}
      </Chip>
      <Tooltip text={kinds.map(({ why }) => why).join(' ')}>
        <Button size="small" onClick={() => void store.rerun(flagged.map(({ setting }) => settingKey(setting)))}>
          Measure them again
        </Button>
      </Tooltip>
    </>
  );
}
