import { basename } from 'node:path';
import { FormatError } from '../../../shared/format/errors.js';
import { openContainerFile } from '../../engine/in-place/container-file.js';
import type { RepairablePlan } from '../../engine/in-place/repair/plan-kinds.js';
import { repair } from '../../engine/in-place/repair/repair.js';
import { verifyContainer } from '../../engine/verify/verify-container.js';
import type { JobRun } from '../queue/job-run.js';
import type { Outcome, Verdict } from './job-service.js';
import { sizeBytesOf } from './plain-input.js';
import { ofSource } from './source-share.js';

/** Writes the undamaged data of a container to a new one. Throws the reason if that is impossible; the source is not changed. */
export async function repairJob(run: JobRun): Promise<Outcome> {
  const { sourcePath, targetPath, overwrite, fill } = run.spec;
  const filling = fill === undefined ? {} : { fill };
  const sourceBytes = await sizeBytesOf(sourcePath);
  run.prepared({ kind: 'container', sourceBytes });
  run.begin('run');
  const operation = run.operation((progress) => ofSource(progress, sourceBytes));
  const { plan, written } = await repair(sourcePath, { ...operation, ...filling, output: targetPath, overwrite });
  for (const { severity, message } of plan.problems) run.log(`${severity}: ${message}`);
  if (plan.kind === 'irreparable') throw refusal(sourcePath, `cannot be repaired: ${plan.reason}`);
  if (plan.kind === 'whole' || !written) throw refusal(sourcePath, 'is intact: there is nothing to repair');
  logPlan(run, plan);
  run.begin('finalise');
  const verdict = await checkRepaired(run, sourceBytes);
  return {
    kind: 'done',
    plainBytes: plan.keptBytes,
    outputBytes: written.sizeBytes,
    chunks: Number(plan.header.nchunks),
    verdict,
  };
}

function logPlan(run: JobRun, { keptChunks, layout, missing, metadata }: RepairablePlan): void {
  run.log(`kept ${keptChunks} of ${layout.nchunks ?? 'an unknown number of'} chunks`);
  for (const { firstChunk, endChunk } of missing) run.log(`missing: chunks ${firstChunk} to ${lastOf(endChunk)}`);
  if (metadata.notice !== undefined) run.log(metadata.notice);
}

function lastOf(endChunk: number | undefined): string {
  return endChunk === undefined ? 'an unknown one' : String(endChunk - 1);
}

/** Reads back what was written. */
async function checkRepaired(run: JobRun, sourceBytes: number): Promise<Verdict> {
  if (run.spec.check === 'none') return 'not checked';
  run.begin('verify');
  const reader = await openContainerFile(run.spec.targetPath);
  try {
    const operation = run.operation((progress) => ofSource(progress, sourceBytes));
    const { whole, problems } = await verifyContainer(reader, operation);
    if (whole) return 'verified';
    throw refusal(run.spec.targetPath, `did not verify: ${problems[0]?.message ?? 'it is damaged'}`);
  } finally {
    await reader.close();
  }
}

function refusal(path: string, what: string): FormatError {
  return new FormatError('bad-chunk', `'${basename(path)}' ${what}`, { file: path });
}
