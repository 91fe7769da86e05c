import type { JobState, JobView, QueueTotals } from '../../../../shared/contract/jobs.js';

/** The totals of an empty queue. */
export const noTotals: QueueTotals = {
  sourceBytes: 0,
  doneBytes: 0,
  fraction: 0,
  elapsedMs: 0,
  paused: 0,
  running: 0,
  waiting: 0,
  attention: 0,
  finished: 0,
};

/** A job as the host sends it; `more` replaces fields. */
export function jobOf(id: string, state: JobState, more: Partial<JobView> = {}): JobView {
  return {
    id,
    batchId: 'b',
    action: 'compress',
    state,
    source: { id: `s-${id}`, name: `${id}.npy`, folder: '~/data' },
    outputName: `${id}.npy.blp`,
    outputFolder: '~/data',
    sourceBytes: 1000,
    doneBytes: state === 'done' ? 1000 : 0,
    elapsedMs: 0,
    chunksDone: 0,
    grew: false,
    check: 'compare',
    ...more,
  };
}
