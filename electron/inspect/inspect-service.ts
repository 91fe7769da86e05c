import type { CallName, CheckedRequest, ResponseOf } from '../../shared/contract/calls.js';
import type { EventMessage } from '../../shared/contract/events.js';
import type { FileId } from '../../shared/contract/files.js';
import type { DocumentId, DocumentOverview } from '../../shared/contract/inspect/document.js';
import type {
  ByteAnswer,
  CheckedStream,
  StreamHead,
  StreamName,
  StreamRequest,
} from '../../shared/contract/streams.js';
import type { ObjectFacts } from '../remote/s3/object-version.js';
import type { CheckBatch } from './chunks/chunk-checks.js';
import type { OpenDocument, OpenOrder } from './document.js';
import type { ArrayOutputs } from './open/array-outputs.js';
import type { OtherFile, OtherFileFacts } from './open/arrays-facts.js';

/** The contract's calls that the inspector's thread handles, with the contract's own responses. */
export const INSPECT_CALLS = [
  'inspect.reload',
  'inspect.overview',
  'inspect.close',
  'inspect.children',
  'inspect.locate',
  'inspect.chunks',
  'inspect.chunk',
  'inspect.planes',
  'inspect.summary',
  'inspect.find-chunks',
  'inspect.codecs',
  'inspect.data',
  'inspect.cells',
  'inspect.cell',
  'inspect.start',
  'inspect.stop',
  'inspect.diff',
] as const satisfies readonly CallName[];
export type InspectCall = (typeof INSPECT_CALLS)[number];

export type InspectStream = Extract<StreamName, `inspect.${string}`>;

export type InspectEvent =
  | EventMessage<'inspect.changed'>
  | EventMessage<'inspect.task'>
  | EventMessage<'inspect.export-failed'>
  | EventMessage<'inspect.received'>;

/**
 * The thread that reads files for the inspector. Requests have passed their schemas. Throws CallError('gone') for a document that
 * is not open.
 */
export interface InspectService {
  readonly calls: { [Name in InspectCall]: (request: CheckedRequest<Name>) => ResponseOf<Name> } & {
    /**
     * Faults of a file are in the overview; IoError when it cannot be read at all, ArgumentError when it cannot be read as
     * requested.
     */
    open(order: OpenOrder): DocumentOverview;
    /** Describes a file or store of another format; undefined when it is none. IoError when it cannot be read. */
    'other-file'(file: OtherFile): OtherFileFacts | undefined;
    /** Whether a folder is one store of arrays. */
    'is-store'(folder: { readonly path: string }): boolean;
    /** What is at addresses of S3, in order; undefined where there is no object. IoError where the service does not say it. */
    objects(at: { readonly addresses: readonly string[] }): readonly (ObjectFacts | undefined)[];
    /** The file of a document, by the id that the host gave with it. */
    'file-id'(about: { readonly document: DocumentId }): FileId;
    /**
     * Those of the endings whose formats can hold the array of a document, and what would become of its chunks; none of a document
     * without an array. Throws as opening the array does.
     */
    'array-outputs'(about: { readonly document: DocumentId; readonly endings: readonly string[] }): ArrayOutputs;
    /** Results of a verification for some chunks of a file; every document of that file shows them. */
    checks(found: { readonly path: string; readonly batch: CheckBatch }): void;
  };
  readonly streams: { [Name in InspectStream]: (request: CheckedStream<Name>) => StreamHead };
  readonly event: InspectEvent;
}

/** Handles a call about one open document. */
export type DocumentCall<Name extends CallName> = (
  document: OpenDocument,
  request: CheckedRequest<Name>,
) => Promise<ResponseOf<Name>>;

/** Handles a stream. Nothing is read before the first piece is requested. */
export type DocumentStream<Name extends StreamName> = (
  document: OpenDocument,
  request: CheckedStream<Name>,
  signal: AbortSignal,
) => Promise<ByteAnswer>;

/** The kinds of `inspect.export`, and the request of each. */
export type Export = StreamRequest<'inspect.export'>['export'];
export type ExportKind = Export['what'];
export type DocumentExport<Kind extends ExportKind> = (
  document: OpenDocument,
  request: Extract<Export, { what: Kind }>,
  signal: AbortSignal,
) => Promise<ByteAnswer>;

/** Options of long tasks. `onProgress` may be called with 0 to 1 at any rate; the runner throttles it. */
export interface TaskOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
}
