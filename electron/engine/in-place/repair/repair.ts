import { ArgumentError } from '../../../../shared/format/errors.js';
import type { OutputOptions } from '../../io/atomic-file.js';
import { openFileReader } from '../../io/file-reader.js';
import { isSameFile } from '../../io/same-file.js';
import type { OperationOptions, Progress } from '../../operation.js';
import { compressedFileSink } from '../../pack/compressed/compressed-sink.js';
import { openContainerFile } from '../container-file.js';
import { type WriteLock, withWriteLock } from '../write-lock.js';
import { canBeInPlace, type RepairPlan } from './plan-kinds.js';
import { type PlanRepairOptions, planRepair } from './plan-repair.js';
import { repairInPlace } from './repair-in-place.js';
import { writeRepaired } from './write-repaired.js';

export interface RepairOptions extends PlanRepairOptions {
  /** Path of the repaired container. Default: `repairedPath` of the input. */
  readonly output?: string;
  /** Replace an existing output. Default false. */
  readonly overwrite?: boolean;
  /** The file whose owner, mode and times the new file gets. Default: the damaged container. */
  readonly from?: OutputOptions['from'];
  /** Change the container itself: only its head and end where possible, else a new file replaces it by a rename. */
  readonly inPlace?: boolean;
}

/** What was found and what was done. */
export interface RepairReport {
  readonly plan: RepairPlan;
  /** Undefined when there was nothing to repair, or nothing could be repaired. */
  readonly written: WrittenRepair | undefined;
}

export interface WrittenRepair {
  readonly file: string;
  /** `in-place`: chunks were not written again; `replaced`: a new file replaced the damaged container. */
  readonly how: 'new-file' | 'in-place' | 'replaced';
  readonly sizeBytes: number;
}

/** Beside the input: `data.blp` is repaired to `data.repaired.blp`. */
export function repairedPath(path: string): string {
  return `${path.replace(/\.blp$/, '')}.repaired.blp`;
}

/**
 * Repairs a container as `planRepair` decides. Every kept chunk was read and checked completely. The input is changed only with
 * `inPlace`, under the write lock; after a crash it is then the old or the repaired container. For a whole container, and for one
 * of which nothing can be read, nothing is written. Throws what `planRepair` throws, IoError when the output cannot
 * be written and IoError('EBUSY') when another process is changing the container.
 */
export async function repair(path: string, options: RepairOptions = {}): Promise<RepairReport> {
  if (!options.inPlace) return repairToFile(path, options.output ?? repairedPath(path), options);
  if (options.output !== undefined) {
    throw new ArgumentError(`a repair in place has no output, but '${options.output}' was given`);
  }
  return withWriteLock(path, 'repair', (lock) => repairLocked(lock, path, options), options);
}

async function repairToFile(path: string, output: string, options: RepairOptions): Promise<RepairReport> {
  await requireOtherFile(path, output);
  const reader = await openContainerFile(path);
  try {
    const [planning, writing] = phases(options);
    const plan = await planRepair(reader, planning);
    if (plan.kind !== 'repairable') return { plan, written: undefined };
    const sink = await compressedFileSink(output, {
      overwrite: options.overwrite ?? false,
      from: options.from ?? { paths: [path], times: true },
    });
    const sizeBytes = await writeRepaired(reader, plan, sink, writing);
    return { plan, written: { file: output, how: 'new-file', sizeBytes } };
  } finally {
    await reader.close();
  }
}

async function repairLocked(lock: WriteLock, path: string, options: RepairOptions): Promise<RepairReport> {
  const reader = await openFileReader(lock.path);
  try {
    const [planning, writing] = phases(options);
    const plan = await planRepair(reader, planning);
    if (plan.kind !== 'repairable') return { plan, written: undefined };
    if (canBeInPlace(plan)) {
      const sizeBytes = await repairInPlace(lock, reader, plan);
      return { plan, written: { file: path, how: 'in-place', sizeBytes } };
    }
    // Windows does not replace an open file.
    const sink = await compressedFileSink(lock.path, { overwrite: true, beforePublish: () => reader.close() });
    const sizeBytes = await writeRepaired(reader, plan, sink, writing);
    return { plan, written: { file: path, how: 'replaced', sizeBytes } };
  } finally {
    await reader.close();
  }
}

/** The output must not be the input under another name: only `inPlace` takes the lock that replacing it needs. */
async function requireOtherFile(path: string, output: string): Promise<void> {
  if (!(await isSameFile(path, output))) return;
  throw new ArgumentError(`'${output}' is the damaged container itself; ask for a repair in place to replace it`);
}

/** The options for checking and for writing: the progress of writing continues that of checking. */
function phases(options: RepairOptions): readonly [planning: PlanRepairOptions, writing: OperationOptions] {
  const { onProgress, ...others } = options;
  if (!onProgress) return [options, options];
  let checked: Progress = { doneBytes: 0, totalBytes: undefined, chunksDone: 0 };
  const planning = (progress: Progress) => {
    checked = progress;
    onProgress({ ...progress, totalBytes: progress.totalBytes === undefined ? undefined : 2 * progress.totalBytes });
  };
  const writing = ({ doneBytes, chunksDone }: Progress) =>
    onProgress({
      doneBytes: checked.doneBytes + doneBytes,
      totalBytes: checked.totalBytes === undefined ? undefined : 2 * checked.totalBytes,
      chunksDone: checked.chunksDone + chunksDone,
    });
  return [
    { ...others, onProgress: planning },
    { ...others, onProgress: writing },
  ];
}
