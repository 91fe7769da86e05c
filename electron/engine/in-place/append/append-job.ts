import type { BloscpackHeader } from '../../../../shared/format/header.js';
import type { JsonValue } from '../../../../shared/format/json.js';
import type { ContainerLayout } from '../../container/layout.js';
import type { RandomReader } from '../../io/random-reader.js';
import type { OperationOptions } from '../../operation.js';
import type { BloscArgs } from '../../pack/args.js';
import type { PlainSource } from '../../pack/plain/plain-source.js';
import type { WriteLock } from '../write-lock.js';
import type { AppendPlan } from './append-plan.js';
import type { Tail } from './tail.js';

/**
 * The metadata after so many plain bytes were added (undefined: a stream, which does not know yet; then they are about as long as
 * they will be). Undefined when they stay as they are. Throws ArgumentError when they do not go with the data.
 */
export type NewMetadata = (addedBytes: number | undefined) => JsonValue | undefined;

export interface AppendOptions extends OperationOptions {
  /** For the new chunks (and the last one, which is packed again when it has room). typesize: default the container's. */
  readonly blosc?: BloscArgs;
  /** Rewrite the container with more room when that for offsets or metadata does not suffice. Default false: refuse. */
  readonly grow?: boolean;
  /** Replaces the metadata. Default: they stay, but for the shape of an array, which grows along axis 0. */
  readonly metadata?: JsonValue;
}

export interface AppendResult {
  readonly header: BloscpackHeader;
  /** Plain bytes that were there before, as seen under the lock: where the added ones begin. */
  readonly startByte: number;
  /** Plain bytes that were added. */
  readonly addedBytes: number;
  /** Bytes behind the last chunk that no chunk used and that are gone now; absent where there were none. */
  readonly cutBytes?: number;
  /** Whether the container was changed in place, or written anew with more room. */
  readonly how: 'in-place' | 'rewritten';
}

/** Everything an append knows before it writes. */
export interface AppendJob {
  readonly lock: WriteLock;
  readonly reader: RandomReader;
  readonly layout: ContainerLayout;
  readonly tail: Tail;
  readonly plan: AppendPlan;
  readonly source: PlainSource;
  readonly metadata: NewMetadata;
  readonly options: AppendOptions;
}
