import { isCancellation, toContractError } from '../../../shared/errors/contract-error.js';
import { JobRun, type RunPorts } from '../queue/job-run.js';
import type { JobSpec } from '../queue/job-spec.js';
import { appendJob } from './append-job.js';
import { compressJob } from './compress-job.js';
import { convertJob } from './convert-job.js';
import { decompressJob } from './decompress-job.js';
import type { Outcome } from './job-service.js';
import { withRemoteFiles } from './remote-files.js';
import { repairJob } from './repair-job.js';
import { verifyJob } from './verify-job.js';

const WORK = {
  compress: compressJob,
  decompress: decompressJob,
  verify: verifyJob,
  append: appendJob,
  repair: repairJob,
  convert: convertJob,
} as const satisfies Record<JobSpec['action'], (run: JobRun) => Promise<Outcome>>;

/** Runs one job in this thread. Never rejects; whatever the outcome, no partial output remains. */
export async function runJob(spec: JobSpec, ports: RunPorts): Promise<Outcome> {
  const run = new JobRun(spec, ports);
  try {
    run.begin('prepare');
    return await withRemoteFiles(run, () => WORK[spec.action](run));
  } catch (error) {
    if (isCancellation(error)) return { kind: 'cancelled' };
    return { kind: 'failed', error: toContractError(error) };
  } finally {
    run.end();
  }
}
