import type { BloscpackHeader } from '../../../../shared/format/header.js';
import type { JsonValue } from '../../../../shared/format/json.js';
import type { ContainerLayout } from '../../container/layout.js';
import type { OperationOptions } from '../../operation.js';
import type { BloscArgs } from '../../pack/args.js';
import type { PlainSource } from '../../pack/plain/plain-source.js';
import type { EditableContainer } from '../editable-container.js';
import type { AppendPlan } from './append-plan.js';
import type { Tail } from './tail.js';

/**
 * Returns the metadata for the container after `addedBytes` plain bytes were added, or undefined when they do not change.
 * `addedBytes` is undefined for a stream whose size is not known yet; the result then serves to estimate the room they need.
 * Throws ArgumentError when the metadata contradict the data.
 */
export type NewMetadata = (addedBytes: number | undefined) => JsonValue | undefined;

export interface AppendOptions extends OperationOptions {
  /** For the new chunks (and the last one, which is packed again when it is not full). Default typesize: the container's. */
  readonly blosc?: BloscArgs;
  /** Rewrite the container when it has too little room for offsets or metadata. Default false: ArgumentError. */
  readonly grow?: boolean;
  /** Replaces the metadata. Default: unchanged, except that the shape of an array grows along axis 0. */
  readonly metadata?: JsonValue;
}

export interface AppendResult {
  readonly header: BloscpackHeader;
  /** Plain bytes of the container before the append, read under the lock: the added data start here. */
  readonly startByte: number;
  /** Plain bytes that were added. */
  readonly addedBytes: number;
  /** Bytes behind the last chunk that belonged to no chunk and were removed; absent when there were none. */
  readonly cutBytes?: number;
  /** Whether the container was changed in place, or rewritten with more room. */
  readonly how: 'in-place' | 'rewritten';
}

/** The input of an append, complete before anything is written. */
export interface AppendJob {
  readonly container: EditableContainer;
  readonly layout: ContainerLayout;
  readonly tail: Tail;
  readonly plan: AppendPlan;
  readonly source: PlainSource;
  readonly metadata: NewMetadata;
  readonly options: AppendOptions;
}
