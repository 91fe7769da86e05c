import { isBloscpackError } from '../../shared/format/errors.js';
import { compressJob } from './compress-job.js';
import { decompressJob } from './decompress-job.js';
import { JobRun, type RunPorts } from './job-run.js';
import type { JobSpec } from './job-spec.js';
import type { Outcome } from './messages.js';
import { plainError } from './plain-error.js';

/** Does the whole work of one job in this thread. Never rejects; whatever the outcome, nothing partial is left behind. */
export async function runJob(spec: JobSpec, ports: RunPorts): Promise<Outcome> {
  const run = new JobRun(spec, ports);
  try {
    run.begin('prepare');
    return spec.action === 'compress' ? await compressJob(run) : await decompressJob(run);
  } catch (error) {
    if (isBloscpackError(error) && error.kind === 'cancelled') return { kind: 'cancelled' };
    return { kind: 'failed', error: plainError(error) };
  } finally {
    run.end();
  }
}
