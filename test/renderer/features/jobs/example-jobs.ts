import type { JobState, JobView } from '../../../../shared/contract/jobs.js';

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
