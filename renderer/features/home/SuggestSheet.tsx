import { useMemo, useState } from 'react';
import { useCompareRequest } from '../../app/comparison/use-compare.js';
import { useIntakeOptions, useIntakeStore } from '../../app/intake/use-intake.js';
import { useSettings } from '../../app/settings-context.js';
import { useClient } from '../../data/client-context.js';
import { useQuery } from '../../data/use-query.js';
import { useFormat } from '../../format/format-context.js';
import { Button } from '../../ui/Button.js';
import { Dialog } from '../../ui/Dialog.js';
import { ErrorView } from '../../ui/ErrorView.js';
import { ProgressBar } from '../../ui/ProgressBar.js';
import { Radio } from '../../ui/Radio.js';
import { type BatchSample, predictionOf } from './estimate.js';
import styles from './suggest-sheet.module.css';
import {
  type Candidate,
  candidatesOf,
  candidateWords,
  suggestedOf,
  suggestionReason,
  type Tried,
} from './suggestions.js';

interface Props {
  readonly sample: BatchSample;
  readonly onClose: () => void;
}

/** Compresses a sample of the batch with several settings and shows how large the outputs would be; the user applies one. */
export function SuggestSheet({ sample, onClose }: Props) {
  const store = useIntakeStore();
  const { candidates, tried, isDone, error, retry } = useTried(sample);
  const [chosen, setChosen] = useState<Candidate>();
  const suggested = isDone ? suggestedOf(tried) : undefined;
  const marked = chosen ?? suggested;
  const apply = () => {
    if (marked) store.edit({ options: marked.options });
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Suggest settings from these data"
      description="A sample is compressed in memory with each setting; nothing is written. Speeds are not measured here."
      footer={
        <>
          <SpeedsButton sample={sample} onClose={onClose} />
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled={!marked} onClick={apply}>
            Use these settings
          </Button>
        </>
      }
    >
      {error && <ErrorView error={error} onRetry={retry} />}
      {!isDone && !error && (
        <ProgressBar label="Settings that were tried" fraction={tried.length / candidates.length} />
      )}
      <p className={styles.reason} role="status">
        {isDone && suggestionReason(tried, sample.totalBytes)}
      </p>
      <CandidateList tried={tried} marked={marked} suggested={suggested} sample={sample} onChoose={setChosen} />
    </Dialog>
  );
}

interface ListProps {
  readonly tried: readonly Tried[];
  readonly marked: Candidate | undefined;
  readonly suggested: Candidate | undefined;
  readonly sample: BatchSample;
  readonly onChoose: (candidate: Candidate) => void;
}

/** The candidates, the smallest output first. */
function CandidateList({ tried, marked, suggested, sample, onChoose }: ListProps) {
  const format = useFormat();
  const { options: present } = useIntakeOptions();
  const sorted = tried.toSorted((one, other) => one.storedBytes - other.storedBytes);
  return (
    <fieldset className={styles.candidates} aria-label="Settings, the smallest output first">
      {sorted.map((one) => (
        <Radio
          key={candidateWords(one)}
          name="suggestion"
          checked={one.options === marked?.options}
          onChange={() => onChoose(one)}
        >
          <span className={styles.setting}>{candidateWords(one)}</span>
          <span className={styles.mark}>
            {one.options === suggested?.options ? 'suggested' : one.options === present ? 'present' : ''}
          </span>
          <span className={styles.number}>{format.size(one.storedBytes)}</span>
          <span className={styles.number}>{format.ratio(sample.totalBytes, one.storedBytes)}</span>
        </Radio>
      ))}
    </fieldset>
  );
}

/** Speeds are measured in Compare, on one file. */
function SpeedsButton({ sample: { sources }, onClose }: Props) {
  const compare = useCompareRequest();
  const [first] = sources;
  if (!first) return null;
  const { id, member, typesize } = first;
  const open = () => {
    onClose();
    compare({ id, ...(member !== undefined && { member }), ...(typesize !== undefined && { typesize }) });
  };
  return (
    <Button kind="link" onClick={open}>
      Measure speeds in Compare…
    </Button>
  );
}

/** Tries the candidates one after the other. */
function useTried(sample: BatchSample) {
  const client = useClient();
  const { presets } = useSettings().settings;
  const { options: present } = useIntakeOptions();
  const candidates = useMemo(() => candidatesOf(present, presets), [present, presets]);
  const query = useQuery(candidates, async (signal, wanted, onPart: (part: readonly Tried[]) => void) => {
    const tried: Tried[] = [];
    for (const candidate of wanted) {
      if (signal.aborted) break;
      const { sources } = sample;
      const estimates = await client.call('batch.estimate', { sources: [...sources], options: candidate.options });
      const storedBytes = predictionOf(sample, estimates)?.storedBytes;
      if (storedBytes !== undefined) tried.push({ ...candidate, storedBytes });
      onPart([...tried]);
    }
    return tried;
  });
  const { value: tried = [], isCurrent, error, retry } = query;
  return { candidates, tried, isDone: isCurrent && tried.length === candidates.length, error, retry };
}
