import { JobRecord } from './job-record.js';
import { isEnded } from './job-state.js';
import { ADDRESS_LOST } from './lost-address.js';
import type { StoredJob } from './queue-file.js';

export function storedOf(job: JobRecord, nowMs: number): StoredJob {
  const { id, batchId, spec, state, note, grew, error, result, checked } = job;
  return {
    id,
    batchId,
    spec,
    state: isEnded(state) ? state : 'waiting',
    ...(job.isHeld && { held: true }),
    ...(note !== undefined && { note }),
    ...(grew && { grew }),
    ...(error && { error }),
    ...(result && { result }),
    ...(checked && isEnded(state) && { checked }),
    ...(isEnded(state) && { stepsMs: job.times.stored(nowMs) }),
  };
}

/** An ended job is final; any other was interrupted, and waits until the user continues or discards it. */
export function recordOf(stored: StoredJob): JobRecord {
  const job = new JobRecord(stored.id, stored.batchId, stored.spec);
  if (stored.state === 'waiting') {
    job.isInterrupted = true;
    if (stored.spec.address === 'without-secrets') job.note = ADDRESS_LOST;
    job.isHeld = stored.held ?? false;
    if (job.isHeld) job.move('pause', 0);
    return job;
  }
  job.restore(stored.state, withoutUndefined(stored.stepsMs ?? {}));
  job.note = stored.note;
  job.error = stored.error;
  job.result = stored.result;
  job.checked = stored.checked;
  job.grew = stored.grew ?? false;
  return job;
}

function withoutUndefined(times: Readonly<Record<string, number | undefined>>): Record<string, number> {
  return Object.fromEntries(Object.entries(times).flatMap(([name, ms]) => (ms === undefined ? [] : [[name, ms]])));
}
