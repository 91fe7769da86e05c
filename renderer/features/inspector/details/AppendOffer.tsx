import { useEffect, useState } from 'react';
import type { FileFacts } from '../../../../shared/contract/files.js';
import type { AppendPlanView } from '../../../../shared/contract/inspect/change.js';
import type { DocumentOverview } from '../../../../shared/contract/inspect/document.js';
import type { ContractError } from '../../../../shared/contract/result.js';
import { toContractError } from '../../../api/call-error.js';
import { useClient } from '../../../api/client-context.js';
import { useFormat } from '../../../format/format-context.js';
import type { Formats } from '../../../format/formats.js';
import { Button } from '../../../ui/Button.js';
import { Dialog } from '../../../ui/Dialog.js';
import { ErrorView } from '../../../ui/ErrorView.js';
import { type KeyValue, KeyValueList } from '../../../ui/KeyValueList.js';
import { ProgressBar } from '../../../ui/ProgressBar.js';
import { Skeleton } from '../../../ui/Skeleton.js';
import { useBatchEnd } from './use-batch-end.js';

interface Props {
  readonly overview: DocumentOverview;
  readonly source: FileFacts;
  /** Opens the file instead; offered when it was dropped. */
  readonly onOpen?: () => void;
  readonly onAppended: () => void;
  readonly onClose: () => void;
}

/** Says what appending a file to the open container would do, and does it as a job. */
export function AppendOffer({ overview, source, onOpen, onAppended, onClose }: Props) {
  const client = useClient();
  const format = useFormat();
  const [plan, setPlan] = useState<AppendPlanView>();
  const [error, setError] = useState<ContractError>();
  const [batchId, setBatchId] = useState<string>();
  const request = { document: overview.document, source: source.id };
  // biome-ignore lint/correctness/useExhaustiveDependencies: made of these two
  useEffect(() => {
    client.call('inspect.plan-append', request).then(setPlan, (thrown) => setError(toContractError(thrown)));
  }, [client, overview.document, source.id]);
  const done = useBatchEnd(batchId, (failure) => {
    setBatchId(undefined);
    if (failure) return setError(failure);
    onAppended();
    onClose();
  });
  const start = () =>
    client.call('inspect.append', request).then(
      (started) => setBatchId(started.batchId),
      (thrown) => setError(toContractError(thrown)),
    );
  const openInstead = () => {
    onOpen?.();
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Append ${source.name} to ${overview.file.name}?`}
      description={
        plan?.how === 'rewrite' ? 'There is no room left: the container is written anew with more.' : undefined
      }
      footer={
        <>
          <Button onClick={onClose}>{batchId ? 'Close' : 'Cancel'}</Button>
          {onOpen && <Button onClick={openInstead}>Open in a tab</Button>}
          <Button
            kind="primary"
            disabled={!plan || plan.obstacle !== undefined || batchId !== undefined}
            onClick={() => void start()}
          >
            Append{plan ? ` ${format.size(plan.addedBytes)}` : ''}
          </Button>
        </>
      }
    >
      {!plan && !error && <Skeleton label="Working out what would be written" lines={4} lineHeight={20} />}
      {plan && <KeyValueList entries={planEntries(plan, format)} />}
      {plan?.obstacle && <p role="alert">{plan.obstacle}</p>}
      {batchId && <ProgressBar label="Appending" fraction={done} />}
      {error && <ErrorView error={error} />}
    </Dialog>
  );
}

function planEntries(plan: AppendPlanView, format: Formats): readonly KeyValue[] {
  const { oldShape, newShape, oldChunks, newChunks, slots, replacesLastChunk, how } = plan;
  return [
    ...(oldShape && newShape
      ? [{ label: 'Shape', value: `${format.shape(oldShape)} becomes ${format.shape(newShape)}` }]
      : []),
    { label: 'Chunks', value: `${format.count(oldChunks)} become ${format.count(newChunks)}` },
    ...(slots === undefined ? [] : [{ label: 'Room', value: `${format.countOf(slots, 'offset slot')}` }]),
    { label: 'Last chunk', value: replacesLastChunk ? 'not full, is written anew' : 'stays as it is' },
    { label: 'How', value: how === 'in-place' ? 'in place' : 'the container is written anew' },
  ];
}
