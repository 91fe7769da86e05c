import { z } from 'zod';
import { checkAfter, compressOptions, rawImport } from '../../../shared/contract/intake.js';

/** One file's work, with the real paths: everything a worker needs to know. Stored in the queue file as it is. */
export const jobSpec = z.strictObject({
  /** Absolute. */
  sourcePath: z.string().min(1),
  /**
   * Absolute. A container that holds an array becomes a `.npy` file where this ends with `.npy`, else its plain bytes. The
   * container that is appended to. The source again where nothing is written: see `outputPathOf`.
   */
  targetPath: z.string().min(1),
  action: z.enum(['compress', 'decompress', 'verify', 'append', 'repair']),
  /** The array of a `.npz` archive to take, by numpy's name for it. */
  member: z.string().optional(),
  /** What raw bytes are, where the user knows. */
  raw: rawImport.optional(),
  /** How to compress; the engine's defaults where absent. */
  options: compressOptions.optional(),
  /** Of `append`, which no other action has. */
  append: z
    .strictObject({
      /** Write the container anew where it has no room for what is added. */
      grow: z.boolean(),
      /** The container's own header before, in hex: while it stands there, nothing has been appended yet. */
      headerBefore: z.string(),
    })
    .optional(),
  check: checkAfter,
  /** Move the source to the trash once the output has been checked and has its name. */
  trashSource: z.boolean(),
  /** Replace what has the target's name. */
  overwrite: z.boolean(),
  /** Bytes of the source: the file's, or the member's; asked of the file system where absent. */
  sourceBytes: z.number().min(0).optional(),
});
export type JobSpec = z.infer<typeof jobSpec>;

/** Where the job's output goes; undefined for one that makes none. */
export function outputPathOf({ action, targetPath }: Pick<JobSpec, 'action' | 'targetPath'>): string | undefined {
  return action === 'verify' ? undefined : targetPath;
}
