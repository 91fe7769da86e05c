import type { z } from 'zod';
import type { CallName, calls, ResponseOf } from '../../shared/contract/calls.js';
import type { StreamName, StreamRequest, streams } from '../../shared/contract/streams.js';
import type { OpenDocument } from './document.js';

/** A request as its schema hands it on. */
export type Asked<Name extends CallName> = z.output<(typeof calls)[Name]['request']>;
export type AskedStream<Name extends StreamName> = z.output<(typeof streams)[Name]>;

/** Answers a question about one open document. */
export type DocumentCall<Name extends CallName> = (
  document: OpenDocument,
  request: Asked<Name>,
) => Promise<ResponseOf<Name>>;

/**
 * Bytes on their way to the window. Nothing is read before the first piece is asked for; stopping early stops the
 * reading.
 */
export interface StreamAnswer {
  /** `x-` headers of this stream. */
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType: string;
  /** To save it under; only exports have one. */
  readonly fileName?: string;
  /** Bytes in all, where that is known. */
  readonly sizeBytes?: number;
  readonly body: AsyncIterable<Uint8Array>;
}

export type DocumentStream<Name extends StreamName> = (
  document: OpenDocument,
  request: AskedStream<Name>,
  signal: AbortSignal,
) => Promise<StreamAnswer>;

/** What `inspect.export` can be asked for, and each kind's own request. */
export type Export = StreamRequest<'inspect.export'>['export'];
export type ExportKind = Export['what'];
export type DocumentExport<Kind extends ExportKind> = (
  document: OpenDocument,
  request: Extract<Export, { what: Kind }>,
  signal: AbortSignal,
) => Promise<StreamAnswer>;

/** Options of work that takes long. `onProgress` is told 0 to 1 as often as it likes; the runner thins it out. */
export interface TaskOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
}
