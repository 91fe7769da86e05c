import type { JsonValue } from '../../../../shared/format/json.js';
import type { ContainerLayout } from '../../container/layout.js';
import type { RandomReader } from '../../io/random-reader.js';
import type { PlainSource } from '../../pack/plain/plain-source.js';
import type { WriteLock } from '../write-lock.js';
import type { AppendOptions } from './append.js';
import type { AppendPlan } from './append-plan.js';
import type { Tail } from './tail.js';

/**
 * The metadata after so many plain bytes were added (undefined: a stream, which does not know yet; then they are about as long as
 * they will be). Undefined when they stay as they are. Throws ArgumentError when they do not go with the data.
 */
export type NewMetadata = (addedBytes: number | undefined) => JsonValue | undefined;

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
