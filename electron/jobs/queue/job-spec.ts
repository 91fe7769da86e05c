import { z } from 'zod';
import { checkAfter, compressOptions, rawImport } from '../../../shared/contract/intake.js';
import { isRemoteAddress } from '../../remote/remote-address.js';

/** The work on one file, with real paths: all that a worker needs. Stored unchanged in the queue file. */
export const jobSpec = z.strictObject({
  /** Absolute; of a file on a server its address, without user name, password and the values of a query. */
  sourcePath: z.string().min(1),
  /** The source is on a server, and `sourcePath` all of its address, or not. */
  address: z.enum(['whole', 'without-secrets']).optional(),
  /**
   * Absolute, or for `compress` the address of an object of S3. A container that holds an array becomes a `.npy` file if this ends with `.npy`, else its plain bytes. The
   * container that is appended to. The file or folder of `convert`, whose ending says its format. The source path if nothing is written: see `outputPathOf`.
   */
  targetPath: z.string().min(1),
  action: z.enum(['compress', 'decompress', 'verify', 'append', 'repair', 'convert']),
  /** The array of a `.npz` archive to take, by numpy's name for it, or of a source of another format. */
  member: z.string().optional(),
  /** The source is a file or folder of this format; without `member`, its only array is taken. */
  otherFormat: z.enum(['hdf5', 'zarr', 'parquet', 'arrow', 'bcolz']).optional(),
  /** Only for `convert`, of a source that is no container: the id of its format (`ArrayFormat.id`). */
  sourceFormat: z.string().min(1).max(40).optional(),
  /** The type of raw bytes, if the user gave it. */
  raw: rawImport.optional(),
  /** How to compress; missing options have the engine's defaults. */
  options: compressOptions.optional(),
  /** Only for `append`. */
  append: z
    .strictObject({
      /** Rewrite the container if it has no room for the added data. */
      grow: z.boolean(),
      /** The container's header before the append, in hex: while it is unchanged, nothing has been appended. */
      headerBefore: z.string(),
    })
    .optional(),
  /** Only for `repair`: every byte of missing chunks gets this value, so that size and shape stay. */
  fill: z.int().min(0).max(255).optional(),
  check: checkAfter,
  /** Move the source to the trash once the output has been checked and has its name. */
  trashSource: z.boolean(),
  /** Replace what has the target's name. */
  overwrite: z.boolean(),
  /** Bytes of the source: the file's, or the member's; read from the file system if absent. */
  sourceBytes: z.number().min(0).optional(),
});
export type JobSpec = z.infer<typeof jobSpec>;

/** The path of the job's output; undefined for a job without output. */
export function outputPathOf({ action, targetPath }: Pick<JobSpec, 'action' | 'targetPath'>): string | undefined {
  return action === 'verify' ? undefined : targetPath;
}

/** The address of the job's output, which has no secrets; undefined for a job without output, or with one on this machine. */
export function remoteOutputOf(spec: Pick<JobSpec, 'action' | 'targetPath'>): string | undefined {
  const path = outputPathOf(spec);
  return path !== undefined && isRemoteAddress(path) ? path : undefined;
}

/** The files whose rights and times the output gets: those of a server have none. */
export function originPathsOf({ address, sourcePath }: Pick<JobSpec, 'address' | 'sourcePath'>): readonly string[] {
  return address ? [] : [sourcePath];
}
