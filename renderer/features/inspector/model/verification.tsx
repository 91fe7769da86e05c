import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { toContractError } from '../../../api/call-error.js';
import { useEvent } from '../../../api/use-event.js';
import { useAnnounce } from '../../../ui/LiveRegion.js';
import { useToast } from '../../../ui/Toasts.js';
import { useDocument } from './document-context.js';

const ends: ReadonlySet<string> = new Set(['done', 'failed', 'cancelled', 'skipped']);

interface Verification {
  /** 0 to 1; undefined while nothing is being checked. */
  readonly done: number | undefined;
  readonly start: () => void;
  readonly stop: () => void;
  /** Grows when more is known of what was checked. */
  readonly turn: number;
}

const VerificationContext = createContext<Verification>({ done: undefined, start() {}, stop() {}, turn: 0 });

/** The check of all chunks of the document, by a job of the queue. */
export function useVerification(): Verification {
  return useContext(VerificationContext);
}

/** Once a document tab, inside DocumentProvider. */
export function VerificationProvider({ children }: { readonly children: ReactNode }) {
  const { overview, client } = useDocument();
  const toast = useToast();
  const announce = useAnnounce();
  const [batch, setBatch] = useState<{ readonly id: string; readonly job?: string }>();
  const [done, setDone] = useState<number>();
  const [turn, setTurn] = useState(0);
  useEvent('inspect.changed', ({ document, what, done: share }) => {
    if (document !== overview.document || what !== 'checks') return;
    // The end of the job may have been told just before: what is over stays over.
    if (batch && share !== undefined) setDone((before) => (before === undefined ? undefined : share));
    if (!batch || share === 1) setTurn((before) => before + 1);
  });
  useEvent('jobs.changed', ({ jobs }) => {
    const job = batch && jobs.find(({ batchId }) => batchId === batch.id);
    if (!job) return;
    if (!ends.has(job.state)) {
      setBatch({ id: batch.id, job: job.id });
      if (job.sourceBytes > 0) setDone(job.doneBytes / job.sourceBytes);
      return;
    }
    setBatch(undefined);
    setDone(undefined);
    setTurn((before) => before + 1);
    announce(`Checking ${overview.file.name} ${job.state === 'done' ? 'finished: no damage found' : 'ended'}`);
  });
  // A job can end before the answer that names its batch is here.
  const batchId = batch?.id;
  useEffect(() => {
    if (batchId === undefined) return;
    client.call('jobs.list').then(
      ({ jobs }) => {
        const job = jobs.find((candidate) => candidate.batchId === batchId);
        if (job && !ends.has(job.state)) return setBatch({ id: batchId, job: job.id });
        setBatch(undefined);
        setDone(undefined);
        setTurn((before) => before + 1);
      },
      () => undefined,
    );
  }, [client, batchId]);
  const jobId = batch?.job;
  const access = useMemo(
    () => ({
      done,
      turn,
      start: () => {
        setDone(0);
        client.call('inspect.verify', { document: overview.document }).then(
          ({ batchId: id }) => setBatch({ id }),
          (thrown) => {
            setDone(undefined);
            toast({ tone: 'bad', text: toContractError(thrown).message });
          },
        );
      },
      stop: () => {
        if (jobId) void client.call('jobs.control', { ids: [jobId], what: 'cancel' });
      },
    }),
    [client, overview.document, done, turn, jobId, toast],
  );
  return <VerificationContext value={access}>{children}</VerificationContext>;
}
