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
import type { AdmittedAddress, FileFacts, FileId, FolderListing, TypesizeProbe } from './files.js';
import {
  type AppendPlanView,
  appendRequest,
  type ConvertPlanView,
  convertRequest,
  type DocumentDiff,
  diffRequest,
  type MetadataChanged,
  type MetadataPlan,
  metadataRequest,
  type RepairPlanView,
  repairRequest,
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
import {
  type BatchPlan,
  batchRequest,
  collisionAnswers,
  estimateRequest,
  rawImport,
  type SourceEstimate,
} from './intake.js';
import type { JobDetails, QueueView } from './jobs.js';
import { type Settings, settings } from './settings.js';

const fileId = z.string().min(1).max(100);
const jobId = z.string().min(1).max(100);
const nothing = z.undefined();
const oneDocument = z.strictObject({ document: documentId });

/** A call. The host checks its request with a schema; its response is only a type, since the host is part of this program. */
interface Call<Schema extends z.ZodType, Response> {
  readonly request: Schema;
  /** Always undefined: it carries the type. */
  readonly response?: Response;
}

function call<Response>() {
  return <Schema extends z.ZodType>(request: Schema): Call<Schema, Response> => ({ request });
}

/** All calls. The client, the preload script, the hosts and the tests are derived from this map. */
export const calls = {
  'app.info': call<AppInfo>()(nothing),
  /** Answered immediately: shows that the connection works. */
  'app.ping': call<null>()(nothing),
  'settings.get': call<Settings>()(nothing),
  'settings.set': call<Settings>()(settings.partial()),

  /** Opens the system's dialog (Electron only). Returns the ids of the chosen files; empty when it was cancelled. */
  'files.choose': call<readonly FileId[]>()(z.strictObject({ what: z.enum(['files', 'folder', 'output-folder']) })),
  /**
   * The id of a file on a server: `https://`, `http://` or `s3://`. Nothing is asked yet. `argument` for what is no such address. User
   * name, password and query stay with the host, and are forgotten when it ends.
   */
  'files.admit-address': call<AdmittedAddress>()(z.strictObject({ address: z.string().min(1).max(8000) })),
  /** Facts of files, in the order of the request. A folder counts as one; its content follows with the event `files.found`. */
  'files.describe': call<readonly FileFacts[]>()(z.strictObject({ ids: z.array(fileId).max(100_000) })),
  /** Stops the search in a folder. */
  'files.stop': call<null>()(z.strictObject({ id: fileId })),
  'files.probe': call<TypesizeProbe>()(z.strictObject({ id: fileId, skipBytes: z.int().min(0) })),
  /** The first values of raw bytes read as a dtype. */
  'files.preview': call<{ readonly values: readonly string[] }>()(
    z.strictObject({ id: fileId, raw: rawImport, count: z.int().min(1).max(64) }),
  ),
  /** A folder inside the roots (web only); without an id, the roots themselves. */
  'files.browse': call<FolderListing>()(z.strictObject({ id: fileId.optional() })),
  /** Makes a folder in one that is listed (web only). */
  'files.make-folder': call<{ readonly id: FileId }>()(
    z.strictObject({ parent: fileId, name: z.string().min(1).max(255) }),
  ),
  /** Shows a file in the system's file manager (Electron only). */
  'files.reveal': call<null>()(z.strictObject({ id: fileId })),
  /** Creates the missing sample files in the user's folder and returns the ids of all. */
  'files.sample': call<readonly FileId[]>()(nothing),

  'recents.list': call<readonly RecentFile[]>()(nothing),
  'recents.pin': call<null>()(z.strictObject({ id: fileId, pinned: z.boolean() })),
  'recents.remove': call<null>()(z.strictObject({ id: fileId })),
  /** Removes all that are not pinned. */
  'recents.clear': call<null>()(nothing),

  /** What a batch would write, and what prevents it. Writes nothing. */
  'batch.plan': call<BatchPlan>()(batchRequest),
  /** Compresses a sample of the data in memory, at most 16 MiB, and says how large the containers would be. */
  'batch.estimate': call<readonly SourceEstimate[]>()(estimateRequest),
  'batch.start': call<{ readonly batchId: string }>()(collisionAnswers.extend({ batch: batchRequest })),

  'jobs.list': call<QueueView>()(nothing),
  'jobs.details': call<JobDetails>()(z.strictObject({ id: jobId })),
  'jobs.control': call<null>()(
    z.strictObject({
      ids: z.array(jobId).min(1).max(100_000),
      what: z.enum([
        'pause',
        'resume',
        'cancel',
        'retry',
        'skip',
        'remove',
        'keep-source-only',
        'restore-output',
        'keep-both',
      ]),
    }),
  ),
  'jobs.move': call<null>()(z.strictObject({ id: jobId, by: z.int().min(-100_000).max(100_000) })),
  'jobs.control-all': call<null>()(z.strictObject({ what: z.enum(['pause', 'resume', 'cancel', 'clear-finished']) })),
  /** The answer to an interrupted batch. */
  'jobs.interrupted': call<null>()(z.strictObject({ what: z.enum(['continue', 'discard']) })),
  'jobs.export': call<{ readonly text: string }>()(z.strictObject({ format: z.enum(['csv', 'json', 'tsv']) })),

  /** Opens a document; every call returns a new one. The response contains the problems of a damaged file, as far as it can be opened. */
  'inspect.open': call<DocumentOverview>()(openRequest),
  /** Reads the overview again after the file was changed on disk. The document keeps its id. */
  'inspect.reload': call<DocumentOverview>()(oneDocument),
  /** The overview without reading the file again: of a container without offsets, with the chunks found so far. */
  'inspect.overview': call<DocumentOverview>()(oneDocument),
  'inspect.close': call<null>()(oneDocument),
  'inspect.children': call<ChildrenPage>()(childrenRequest),
  'inspect.locate': call<Location>()(locateRequest),
  'inspect.chunks': call<ChunksPage>()(chunksRequest),
  'inspect.chunk': call<ChunkDetails>()(chunkRequest),
  'inspect.planes': call<BytePlanes>()(blockRequest),
  /** From the offsets alone where there are any; without, from the chunks found so far. */
  'inspect.summary': call<ChunkSummary>()(oneDocument),
  /** Searches all chunks of a container without offsets on a server, of which only the first ones were; `inspect.changed` reports them. */
  'inspect.find-chunks': call<null>()(oneDocument),
  /** Reads the headers of a sample of chunks immediately and of all chunks in the background, reported by `inspect.changed`. */
  'inspect.codecs': call<CodecSummary>()(oneDocument),
  'inspect.data': call<DataShape>()(oneDocument),
  'inspect.cells': call<CellsPage>()(cellsRequest),
  'inspect.cell': call<CellDetails>()(cellRequest),
  /** Starts work that can take long; `inspect.task` reports its progress. */
  'inspect.start': call<{ readonly task: TaskId }>()(inspectTask),
  'inspect.stop': call<null>()(z.strictObject({ task: z.string().max(100) })),
  'inspect.diff': call<DocumentDiff>()(diffRequest),
  /** Checks every chunk as a job of the queue; `inspect.changed` reports the results so far. */
  'inspect.verify': call<{ readonly batchId: string }>()(oneDocument),
  'inspect.plan-metadata': call<MetadataPlan>()(metadataRequest),
  'inspect.write-metadata': call<MetadataChanged>()(metadataRequest),
  'inspect.plan-append': call<AppendPlanView>()(appendRequest),
  /** As a job of the queue. */
  'inspect.append': call<{ readonly batchId: string }>()(appendRequest),
  'inspect.plan-repair': call<RepairPlanView>()(repairRequest),
  /** As a job of the queue; the repaired copy is its output. */
  'inspect.repair': call<{ readonly batchId: string }>()(repairRequest),
  'inspect.plan-convert': call<ConvertPlanView>()(oneDocument),
  /** As a job of the queue; the output is a new file or folder beside the container. */
  'inspect.convert': call<{ readonly batchId: string }>()(convertRequest),

  /** What can be measured on this machine. Call it once: it starts the libraries of the formats. */
  'compare.facts': call<CompareFacts>()(nothing),
  /** Takes the sample and calibrates; takes about a second. */
  'compare.preview': call<ComparePreview>()(compareRequests.preview),
  /** Starts a run; `compare.progress` reports its progress. Jobs of the queue wait until it has ended. */
  'compare.start': call<{ readonly run: RunId }>()(compareRequests.start),
  'compare.control': call<null>()(compareRequests.control),
  /** Measures some settings of a run of this session again, by their keys; the run keeps its id. */
  'compare.rerun': call<{ readonly run: RunId }>()(compareRequests.rerun),
  'compare.runs': call<readonly RunSummary[]>()(nothing),
  'compare.run': call<Run>()(compareRequests.run),
  'compare.rename': call<null>()(compareRequests.rename),
  'compare.remove': call<null>()(compareRequests.run),
  /** Keeps a run that was exported as JSON on this or another machine. */
  'compare.import': call<RunSummary>()(compareRequests.importRun),
  /** Measures the storage of a folder with a temporary file. */
  'compare.bandwidth': call<StorageBandwidth>()(compareRequests.bandwidth),
  /** Measures whole formats end to end; `compare.formats` reports the progress. */
  'compare.formats': call<{ readonly run: RunId }>()(formatsRequest),
  'compare.stop-formats': call<null>()(compareRequests.run),
  /** The matrix of 2014, as published and as last measured here. */
  'compare.talk': call<TalkPage>()(nothing),
} as const satisfies Readonly<Record<string, Call<z.ZodType, unknown>>>;

export type CallName = keyof typeof calls;
export type RequestOf<Name extends CallName> = z.input<(typeof calls)[Name]['request']>;
/** A request that was checked by its schema. */
export type CheckedRequest<Name extends CallName> = z.output<(typeof calls)[Name]['request']>;
export type ResponseOf<Name extends CallName> = Exclude<(typeof calls)[Name]['response'], undefined>;
