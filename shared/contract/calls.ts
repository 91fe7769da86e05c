import { z } from 'zod';
import type { AppInfo, RecentFile } from './app.js';
import {
  type CompareFacts,
  type ComparePreview,
  compareRequests,
  formatsRequest,
  type Run,
  type RunId,
  type RunSummary,
  type StorageBandwidth,
  type TalkPage,
} from './compare.js';
import type { FileFacts, FileId, FolderListing, TypesizeProbe } from './files.js';
import {
  type AppendPlanView,
  appendRequest,
  type DocumentDiff,
  diffRequest,
  type MetadataChanged,
  type MetadataPlan,
  metadataRequest,
  type RepairPlanView,
} from './inspect/change.js';
import {
  type BytePlanes,
  blockRequest,
  type ChunkDetails,
  type ChunkSummary,
  type ChunksPage,
  type CodecSummary,
  chunkRequest,
  chunksRequest,
} from './inspect/chunks.js';
import { type CellDetails, type CellsPage, cellRequest, cellsRequest, type DataShape } from './inspect/data.js';
import { type DocumentOverview, documentId, openRequest } from './inspect/document.js';
import { type ChildrenPage, childrenRequest, type Location, locateRequest } from './inspect/structure.js';
import { inspectTask, type TaskId } from './inspect/tasks.js';
import { type BatchPlan, batchRequest, onCollision, rawImport } from './intake.js';
import type { JobDetails, QueueView } from './jobs.js';
import { type Settings, settings } from './settings.js';

const fileId = z.string().min(1).max(100);
const jobId = z.string().min(1).max(100);
const nothing = z.undefined();
const oneDocument = z.strictObject({ document: documentId });

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

  /** Opens a document; each opening is one of its own. What is wrong with a file is in the answer, as far as it can be opened. */
  'inspect.open': call<DocumentOverview>()(openRequest),
  /** The overview anew, from the file as it is now: after it changed on disk. The document keeps its id. */
  'inspect.reload': call<DocumentOverview>()(oneDocument),
  'inspect.close': call<null>()(oneDocument),
  'inspect.children': call<ChildrenPage>()(childrenRequest),
  'inspect.locate': call<Location>()(locateRequest),
  'inspect.chunks': call<ChunksPage>()(chunksRequest),
  'inspect.chunk': call<ChunkDetails>()(chunkRequest),
  'inspect.planes': call<BytePlanes>()(blockRequest),
  /** From the offsets alone where there are any; without, from the chunks found so far. */
  'inspect.summary': call<ChunkSummary>()(oneDocument),
  /** Reads a sample of the chunks' headers at once and all of them in the background, told by `inspect.changed`. */
  'inspect.codecs': call<CodecSummary>()(oneDocument),
  'inspect.data': call<DataShape>()(oneDocument),
  'inspect.cells': call<CellsPage>()(cellsRequest),
  'inspect.cell': call<CellDetails>()(cellRequest),
  /** Starts work that can take long; `inspect.task` tells how it goes. */
  'inspect.start': call<{ readonly task: TaskId }>()(inspectTask),
  'inspect.stop': call<null>()(z.strictObject({ task: z.string().max(100) })),
  'inspect.diff': call<DocumentDiff>()(diffRequest),
  /** Checks every chunk as a job of the queue; `inspect.changed` tells what was found so far. */
  'inspect.verify': call<{ readonly batchId: string }>()(oneDocument),
  'inspect.plan-metadata': call<MetadataPlan>()(metadataRequest),
  'inspect.write-metadata': call<MetadataChanged>()(metadataRequest),
  'inspect.plan-append': call<AppendPlanView>()(appendRequest),
  /** As a job of the queue. */
  'inspect.append': call<{ readonly batchId: string }>()(appendRequest),
  'inspect.plan-repair': call<RepairPlanView>()(oneDocument),
  /** As a job of the queue; the repaired copy is its output. */
  'inspect.repair': call<{ readonly batchId: string }>()(oneDocument),

  /** What can be measured on this machine. Asked once: it starts the contenders' libraries. */
  'compare.facts': call<CompareFacts>()(nothing),
  /** Takes the sample and calibrates, about a second. */
  'compare.preview': call<ComparePreview>()(compareRequests.preview),
  /** Starts a run; `compare.progress` tells how it goes. Jobs of the queue wait until it is over. */
  'compare.start': call<{ readonly run: RunId }>()(compareRequests.start),
  'compare.control': call<null>()(compareRequests.control),
  /** Measures some settings of a run of this session again, by their keys; the run keeps its id. */
  'compare.rerun': call<{ readonly run: RunId }>()(compareRequests.rerun),
  'compare.runs': call<readonly RunSummary[]>()(nothing),
  'compare.run': call<Run>()(compareRequests.run),
  'compare.rename': call<null>()(compareRequests.rename),
  'compare.remove': call<null>()(compareRequests.run),
  /** Keeps a run that was exported as JSON, here or elsewhere. */
  'compare.import': call<RunSummary>()(compareRequests.importRun),
  /** Measures the storage that a folder lies on, by a file that is removed again. */
  'compare.bandwidth': call<StorageBandwidth>()(compareRequests.bandwidth),
  /** Measures whole formats end to end; `compare.formats` tells how it goes. */
  'compare.formats': call<{ readonly run: RunId }>()(formatsRequest),
  'compare.stop-formats': call<null>()(compareRequests.run),
  /** The matrix of 2014, as published and as last measured here. */
  'compare.talk': call<TalkPage>()(nothing),
} as const satisfies Readonly<Record<string, Call<z.ZodType, unknown>>>;

export type CallName = keyof typeof calls;
export type RequestOf<Name extends CallName> = z.input<(typeof calls)[Name]['request']>;
/** A request that has passed its schema. */
export type CheckedRequest<Name extends CallName> = z.output<(typeof calls)[Name]['request']>;
export type ResponseOf<Name extends CallName> = Exclude<(typeof calls)[Name]['response'], undefined>;
