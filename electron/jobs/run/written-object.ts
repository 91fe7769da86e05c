import { isBloscpackError } from '../../../shared/format/errors.js';
import { codeOf } from '../../engine/io/io-error.js';
import { loadS3 } from '../../remote/load-remote.js';
import type { JobRun } from '../queue/job-run.js';

/**
 * Does what remains to be done with an object that the job has just made: other than a file, it has its name before it can be read back.
 * When that fails, the object is removed, unless another program has changed it, or it has replaced one and nothing wrong was found.
 */
export async function orRemoveObject(run: JobRun, address: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    run.log(await afterFailure(run, address, error));
    throw error;
  }
}

async function afterFailure(run: JobRun, address: string, error: unknown): Promise<string> {
  if (codeOf(error) === 'ESTALE') return 'the object was changed by another program, and is left as it is';
  const isUnchecked = run.isCancelled || (isBloscpackError(error) && error.kind === 'io');
  if (isUnchecked && run.spec.overwrite) return 'the new object is complete, but its check did not come to an end';
  return loadS3()
    .removeObject(address)
    .then(
      () => 'the object was removed',
      () => 'the object could not be removed',
    );
}
