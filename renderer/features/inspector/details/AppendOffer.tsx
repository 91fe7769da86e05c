import { useRef, useState } from 'react';
import type { FileFacts } from '../../../../shared/contract/files.js';
import type { AppendPlanView } from '../../../../shared/contract/inspect/change.js';
import type { DocumentOverview } from '../../../../shared/contract/inspect/document.js';
import type { ContractError } from '../../../../shared/contract/result.js';
import { toContractError } from '../../../../shared/errors/contract-error.js';
import { useDocumentStore } from '../../../app/documents/use-documents.js';
import { useClient } from '../../../data/client-context.js';
import { useQueueStore } from '../../../data/queue/use-queue.js';
import { useQuery } from '../../../data/use-query.js';
import { useFormat } from '../../../format/format-context.js';
import type { Formats } from '../../../format/formats.js';
import { Button } from '../../../ui/Button.js';
import { Dialog } from '../../../ui/Dialog.js';
import { ErrorView } from '../../../ui/ErrorView.js';
import { type KeyValue, KeyValueList } from '../../../ui/KeyValueList.js';
import { ProgressBar } from '../../../ui/ProgressBar.js';
import { Skeleton } from '../../../ui/Skeleton.js';
import { useToast } from '../../../ui/Toasts.js';
import { batchEnd, shareOf } from '../model/batch-end.js';

interface Props {
  readonly tabKey: string;
  readonly overview: DocumentOverview;
  readonly source: FileFacts;
  /** Opens the file instead; offered when it was dropped. */
  readonly onOpen?: () => void;
  readonly onClose: () => void;
}

/** Shows what appending a file to the open container would do, and starts it as a job, which continues when this is closed. */
export function AppendOffer({ tabKey, overview, source, onOpen, onClose }: Props) {
  const client = useClient();
  const format = useFormat();
  const store = useDocumentStore();
  const queue = useQueueStore();
  const toast = useToast();
  const [failure, setFailure] = useState<ContractError>();
  const [done, setDone] = useState<number>();
  const isClosed = useRef(false);
  const request = { document: overview.document, source: source.id };
  const planned = useQuery(JSON.stringify(request), () => client.call('inspect.plan-append', request));
  const plan = planned.value;
  const error = failure ?? planned.error;
  const close = () => {
    isClosed.current = true;
    onClose();
  };
  const append = async (): Promise<ContractError | undefined> => {
    const { batchId } = await client.call('inspect.append', request);
    const job = await batchEnd(queue, batchId, (running) => setDone(shareOf(running) ?? 0));
    if (job.state === 'done') return undefined;
    return job.error ?? { kind: 'cancelled', message: job.note ?? 'The job was stopped before its end.' };
  };
  const start = async () => {
    setFailure(undefined);
    setDone(0);
    const problem = await store.write(tabKey, append).catch(toContractError);
    setDone(undefined);
    if (!problem) toast({ text: `${source.name} was appended to ${overview.file.name}.` });
    else if (isClosed.current) toast({ tone: 'bad', text: problem.message });
    if (problem) return setFailure(problem);
    if (!isClosed.current) close();
  };
  const openInstead = () => {
    onOpen?.();
    close();
  };
  return (
    <Dialog
      open
      onClose={close}
      title={`Append ${source.name} to ${overview.file.name}?`}
      description={plan?.how === 'rewrite' ? 'There is no room left: the container is rewritten with more.' : undefined}
      footer={
        <>
          <Button onClick={close}>{done === undefined ? 'Cancel' : 'Close'}</Button>
          {onOpen && done === undefined && <Button onClick={openInstead}>Open in a tab</Button>}
          <Button
            kind="primary"
            disabled={!plan || plan.obstacle !== undefined || done !== undefined}
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
      {done !== undefined && <ProgressBar label="Appending" fraction={done} />}
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
    ...(slots === undefined ? [] : [{ label: 'Room', value: roomText(newChunks, slots, format) }]),
    { label: 'Last chunk', value: replacesLastChunk ? 'not full, is rewritten' : 'unchanged' },
    { label: 'How', value: how === 'in-place' ? 'in place' : 'the container is rewritten' },
  ];
}

/** Offset slots that are left afterwards, or that are missing. */
function roomText(newChunks: number, slots: number, format: Formats): string {
  const left = slots - newChunks;
  return left >= 0
    ? `${format.count(left)} of ${format.countOf(slots, 'offset slot')} left`
    : `${format.countOf(slots, 'offset slot')}, ${format.count(-left)} too few`;
}
