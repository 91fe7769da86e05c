import { z } from 'zod';
import type { AppInfo, RecentFile } from './app.js';
import type { FileFacts, FileId, FolderListing, TypesizeProbe } from './files.js';
import { type BatchPlan, batchRequest, onCollision, rawImport } from './intake.js';
import type { JobDetails, QueueView } from './jobs.js';
import { type Settings, settings } from './settings.js';

const fileId = z.string().min(1).max(100);
const jobId = z.string().min(1).max(100);
const nothing = z.undefined();

/** A call's request is checked by its schema at the door; its response is a type, for the host is ours. */
interface Call<Schema extends z.ZodType, Response> {
  readonly request: Schema;
  /** Never there: it carries the type. */
  readonly response?: Response;
}

function call<Response>() {
  return <Schema extends z.ZodType>(request: Schema): Call<Schema, Response> => ({ request });
}

/** Every call there is: the client, the preload script, the hosts and the tests are derived from this map. */
export const calls = {
  'app.info': call<AppInfo>()(nothing),
  'settings.get': call<Settings>()(nothing),
  'settings.set': call<Settings>()(settings.partial()),

  /** Opens the system's dialog (Electron only); answers the ids of what was chosen, none when it was dismissed. */
  'files.choose': call<readonly FileId[]>()(z.strictObject({ what: z.enum(['files', 'folder', 'output-folder']) })),
  /** Facts of files, in the order asked; a folder is answered as one, and what is in it comes by the event `files.found`. */
  'files.describe': call<readonly FileFacts[]>()(z.strictObject({ ids: z.array(fileId).max(100_000) })),
  /** Stops the search below a folder. */
  'files.stop': call<null>()(z.strictObject({ id: fileId })),
  'files.probe': call<TypesizeProbe>()(z.strictObject({ id: fileId, skipBytes: z.int().min(0) })),
  /** The first values of raw bytes read as a dtype. */
  'files.preview': call<{ readonly values: readonly string[] }>()(
    z.strictObject({ id: fileId, raw: rawImport, count: z.int().min(1).max(64) }),
  ),
  /** A folder below the roots (web only); without an id the roots themselves. */
  'files.browse': call<FolderListing>()(z.strictObject({ id: fileId.optional() })),
  /** Shows a file in the system's file manager (Electron only). */
  'files.reveal': call<null>()(z.strictObject({ id: fileId })),
  /** Makes the sample files in the user's own folder, where they are not there yet, and answers their ids. */
  'files.sample': call<readonly FileId[]>()(nothing),

  'recents.list': call<readonly RecentFile[]>()(nothing),
  'recents.pin': call<null>()(z.strictObject({ id: fileId, pinned: z.boolean() })),
  'recents.remove': call<null>()(z.strictObject({ id: fileId })),

  /** What a batch would write, and what stands in its way; writes nothing. */
  'batch.plan': call<BatchPlan>()(batchRequest),
  'batch.start': call<{ readonly batchId: string }>()(z.strictObject({ batch: batchRequest, onCollision })),

  'jobs.list': call<QueueView>()(nothing),
  'jobs.details': call<JobDetails>()(z.strictObject({ id: jobId })),
  'jobs.control': call<null>()(
    z.strictObject({
      ids: z.array(jobId).min(1).max(100_000),
      what: z.enum(['pause', 'resume', 'cancel', 'retry', 'skip', 'remove', 'keep-source-only', 'keep-both']),
    }),
  ),
  'jobs.move': call<null>()(z.strictObject({ id: jobId, by: z.int().min(-100_000).max(100_000) })),
  'jobs.control-all': call<null>()(z.strictObject({ what: z.enum(['pause', 'resume', 'cancel', 'clear-finished']) })),
  /** The answer to an interrupted batch. */
  'jobs.interrupted': call<null>()(z.strictObject({ what: z.enum(['continue', 'discard']) })),
  'jobs.export': call<{ readonly text: string }>()(z.strictObject({ format: z.enum(['csv', 'json', 'tsv']) })),
} as const satisfies Readonly<Record<string, Call<z.ZodType, unknown>>>;

export type CallName = keyof typeof calls;
export type RequestOf<Name extends CallName> = z.input<(typeof calls)[Name]['request']>;
export type ResponseOf<Name extends CallName> = Exclude<(typeof calls)[Name]['response'], undefined>;
