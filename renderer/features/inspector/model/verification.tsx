import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useEvent } from '../../../data/client-context.js';
import { isEnded } from '../../../data/queue/queue-layout.js';
import { useQueueStore } from '../../../data/queue/use-queue.js';
import { useStore } from '../../../data/store/store.js';
import { useAnnounce } from '../../../ui/LiveRegion.js';
import { useFailureToast } from '../../../ui/Toasts.js';
import { batchEnd, shareOf } from './batch-end.js';
import { useDocument } from './document-context.js';

/** A running check. */
interface Run {
  isStopped: boolean;
  jobId: string | undefined;
}

interface Verification {
  /** 0 to 1; undefined while no check is running. */
  readonly done: number | undefined;
  readonly start: () => void;
  readonly stop: () => void;
}

const VerificationContext = createContext<Verification>({ done: undefined, start() {}, stop() {} });

/** The check of all chunks of the document, which is a job of the queue. */
export function useVerification(): Verification {
  return useContext(VerificationContext);
}

/** Once a document tab, inside DocumentProvider. */
export function VerificationProvider({ children }: { readonly children: ReactNode }) {
  const { overview, client } = useDocument();
  const { document, file } = overview;
  const queue = useQueueStore();
  const isListed = useStore(queue).kind === 'ready';
  const failed = useFailureToast();
  const announce = useAnnounce();
  const [done, setDone] = useState<number>();
  const running = useRef<Run>(undefined);
  const cancel = (id: string) => client.call('jobs.control', { ids: [id], what: 'cancel' }).catch(() => undefined);
  const follow = async (run: Run, batchId: string) => {
    const { state } = await batchEnd(queue, batchId, (job) => {
      // Stop may have been pressed before the id of the job was known.
      if (run.isStopped && run.jobId === undefined) void cancel(job.id);
      run.jobId = job.id;
      setDone((before) => shareOf(job) ?? before);
    });
    announce(`Checking ${file.name} ${state === 'done' ? 'finished: no damage found' : 'ended'}`);
  };
  const check = async (batchOf: () => Promise<string>) => {
    const run: Run = { isStopped: false, jobId: undefined };
    running.current = run;
    setDone(0);
    try {
      await follow(run, await batchOf());
    } catch (thrown) {
      failed(thrown);
    }
    running.current = undefined;
    setDone(undefined);
  };
  const resume = useEffectEvent((batchId: string) => void check(async () => batchId));
  useEvent('inspect.changed', ({ document: changed, what, done: share }) => {
    // The event may come after the end of the job.
    if (changed === document && what === 'checks' && running.current && share !== undefined) setDone(share);
  });
  // A check that was started earlier keeps running while other tabs are shown.
  useEffect(() => {
    if (!isListed || running.current) return;
    const job = queue.all().find((one) => one.action === 'verify' && one.source.id === file.id && !isEnded(one));
    if (job) resume(job.batchId);
  }, [queue, isListed, file.id]);
  const start = async () => (await client.call('inspect.verify', { document })).batchId;
  const stop = () => {
    const run = running.current;
    if (!run) return;
    run.isStopped = true;
    if (run.jobId !== undefined) void cancel(run.jobId);
  };
  return <VerificationContext value={{ done, start: () => void check(start), stop }}>{children}</VerificationContext>;
}
