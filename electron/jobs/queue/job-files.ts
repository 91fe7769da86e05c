import { stat, unlink } from 'node:fs/promises';
import { toContractError } from '../../../shared/errors/contract-error.js';
import { inFolderOf } from '../../engine/io/roots.js';
import type { Outcome } from '../run/job-service.js';
import type { JobQueuePorts } from './job-queue-ports.js';
import type { JobRecord } from './job-record.js';
import { remoteOutputOf } from './job-spec.js';

/** Reads the size of a source on this machine, if no worker has read it yet. */
export async function measureSource(job: JobRecord): Promise<void> {
  if (job.spec.address) return;
  const size = (await stat(job.spec.sourcePath).catch(() => undefined))?.size;
  if (size !== undefined && !job.source) job.sourceBytes = size;
}

/** Stores the outcome that a worker reported. */
export function applyOutcome(job: JobRecord, outcome: Outcome, nowMs: number): void {
  switch (outcome.kind) {
    case 'cancelled':
      job.move('cancel', nowMs);
      break;
    case 'failed':
      job.error = outcome.error;
      job.move('fail', nowMs);
      break;
    case 'done': {
      const { plainBytes, outputBytes, chunks, verdict } = outcome;
      job.result = { plainBytes, outputBytes, chunks, verdict };
      noteGrowth(job, outputBytes);
      job.move('finish', nowMs);
    }
  }
  job.logLine(job.error?.message ?? job.state, nowMs);
}

/** Outputs on servers are not removed afterwards: there is no trash. */
function noteGrowth(job: JobRecord, outputBytes: number): void {
  const hasGrown = job.spec.action === 'compress' && outputBytes > job.sourceBytes;
  const isRemote = remoteOutputOf(job.spec) !== undefined;
  job.grew = hasGrown && !isRemote;
  if (hasGrown && isRemote) job.note = 'The output is larger than its source';
}

/** Removes the output of a job when it is larger than its source: to where it can be restored from if that is possible. */
export async function dropOutput(job: JobRecord, ports: RemovalPorts, nowMs: number): Promise<void> {
  if (!job.grew || job.state !== 'done') return;
  try {
    job.note = await removed(job, ports);
    job.move('drop-output', nowMs);
    job.grew = false;
  } catch (error) {
    job.note = `The output could not be removed: ${toContractError(error).message}`;
  }
}

type RemovalPorts = Pick<JobQueuePorts, 'trash' | 'deletedOutputs'>;

/** Returns a note that says what was done. */
async function removed(job: JobRecord, { trash, deletedOutputs }: RemovalPorts): Promise<string> {
  const { targetPath } = job.spec;
  if (trash) {
    await trash(targetPath);
    return 'The output was larger: it is in the trash';
  }
  if (!deletedOutputs) await inFolderOf(targetPath, unlink);
  else job.deletedOutput = await deletedOutputs.put(targetPath);
  return 'The output was larger: only the source was kept';
}

/** Puts an output back that `dropOutput` has deleted. Throws what the port throws. */
export async function restoreOutput(job: JobRecord, { deletedOutputs }: RemovalPorts, nowMs: number): Promise<void> {
  if (job.deletedOutput === undefined || !deletedOutputs) return;
  await deletedOutputs.restore(job.deletedOutput);
  job.deletedOutput = undefined;
  job.move('restore-output', nowMs);
  job.note = undefined;
  job.grew = true;
}

/** Moves the source of a done job to the trash, unless there is a reason to keep it. Returns a note that says what was done. */
export async function trashSource(
  job: JobRecord,
  isUsedElsewhere: boolean,
  trash: (path: string) => Promise<void>,
): Promise<string> {
  const reason = reasonToKeep(job, isUsedElsewhere);
  if (reason !== undefined) return `The source was kept: ${reason}`;
  return trash(job.spec.sourcePath).then(
    () => 'The source is in the trash',
    (error: unknown) => `The source could not be moved to the trash: ${toContractError(error).message}`,
  );
}

function reasonToKeep({ spec, result, grew }: JobRecord, isUsedElsewhere: boolean): string | undefined {
  if (result?.verdict === 'not checked') return 'it is only moved to the trash after a check';
  if (grew) return 'the output is larger';
  if (spec.member !== undefined || spec.otherFormat) return 'the source may hold more than this array';
  if (spec.raw && spec.raw.skipBytes > 0) return 'its first bytes are not in the output';
  if (isUsedElsewhere) return 'another job needs it';
  return undefined;
}
