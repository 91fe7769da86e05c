import type { CallName, CheckedRequest, ResponseOf } from '../../shared/contract/calls.js';
import type { EventMessage } from '../../shared/contract/events.js';
import type { DocumentOverview } from '../../shared/contract/inspect/document.js';
import type {
  ByteAnswer,
  CheckedStream,
  StreamHead,
  StreamName,
  StreamRequest,
} from '../../shared/contract/streams.js';
import type { CheckBatch } from './chunks/chunk-checks.js';
import type { OpenDocument, OpenOrder } from './document.js';

/** The contract's calls that the inspector answers with the contract's own responses. */
export type InspectCall =
  | 'inspect.reload'
  | 'inspect.close'
  | 'inspect.children'
  | 'inspect.locate'
  | 'inspect.chunks'
  | 'inspect.chunk'
  | 'inspect.planes'
  | 'inspect.summary'
  | 'inspect.codecs'
  | 'inspect.data'
  | 'inspect.cells'
  | 'inspect.cell'
  | 'inspect.start'
  | 'inspect.stop'
  | 'inspect.diff';

export type InspectStream = Extract<StreamName, `inspect.${string}`>;

export type InspectEvent = EventMessage<'inspect.changed'> | EventMessage<'inspect.task'>;

/**
 * The thread that looks into files. Requests have passed their schemas. CallError('gone') answers whatever names a document that
 * is not open.
 */
export interface InspectService {
  readonly calls: { [Name in InspectCall]: (request: CheckedRequest<Name>) => ResponseOf<Name> } & {
    /**
     * What is wrong with a file is in the overview; IoError when it cannot be read at all, ArgumentError when it cannot be read as
     * was asked.
     */
    open(order: OpenOrder): DocumentOverview;
    /** What a verification of a file found of some of its chunks; every document of that file shows it. */
    checks(found: { readonly path: string; readonly batch: CheckBatch }): void;
  };
  readonly streams: { [Name in InspectStream]: (request: CheckedStream<Name>) => StreamHead };
  readonly event: InspectEvent;
}

/** Answers a question about one open document. */
export type DocumentCall<Name extends CallName> = (
  document: OpenDocument,
  request: CheckedRequest<Name>,
) => Promise<ResponseOf<Name>>;

/** Answers in bytes. Nothing is read before the first piece is asked for. */
export type DocumentStream<Name extends StreamName> = (
  document: OpenDocument,
  request: CheckedStream<Name>,
  signal: AbortSignal,
) => Promise<ByteAnswer>;

/** What `inspect.export` can be asked for, and each kind's own request. */
export type Export = StreamRequest<'inspect.export'>['export'];
export type ExportKind = Export['what'];
export type DocumentExport<Kind extends ExportKind> = (
  document: OpenDocument,
  request: Extract<Export, { what: Kind }>,
  signal: AbortSignal,
) => Promise<ByteAnswer>;

/** Options of work that takes long. `onProgress` gets 0 to 1 as often as the work likes; the runner thins it out. */
export interface TaskOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
}
