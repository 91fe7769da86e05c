import { ArgumentError } from '../../../../shared/format/errors.js';
import type { JsonValue } from '../../../../shared/format/json.js';
import { withShape } from '../../arrays/npy-metadata.js';
import { readMetadata } from '../../container/decode-metadata.js';
import { encodeInRoom } from '../../container/encode-metadata.js';
import { readLayout } from '../../container/layout.js';
import type { ByteIterable } from '../../io/async-chunks.js';
import { throwIfCancelled } from '../../operation.js';
import { jsonOf } from '../../pack/compressed/compressed-source.js';
import { asPlainSource, type PlainSource } from '../../pack/plain/plain-source.js';
import { type EditableContainer, withEditableContainer } from '../editable-container.js';
import { appendInPlace } from './append-in-place.js';
import type { AppendJob, AppendOptions, AppendResult, NewMetadata } from './append-job.js';
import { CHUNKS_FOR_STREAMS, newChunkCount, noMetadataRoom, planAppend, requireRoom } from './append-plan.js';
import { appendRewriting } from './append-rewriting.js';
import { growingArray, grownShape, requireDescribed } from './grown-array.js';
import { presentBytes, readTail } from './tail.js';

/**
 * Adds data at the end of a container. The last chunk is filled up and packed again, new chunks follow it; the other chunks are
 * neither read nor written, so that the cost depends on the added data only. Takes the write lock of a file; an object on a server
 * is put together anew there. After a crash, the container has all of the old content or all of the new. Closes the source. Throws
 * ArgumentError for data that do not fit (another dtype or shape, no room left), IoError('EBUSY') when another process is changing
 * the container, and IoError('ESTALE') when it has changed an object in the meantime.
 */
export async function append(
  path: string,
  input: PlainSource | ByteIterable,
  options: AppendOptions = {},
): Promise<AppendResult> {
  const source = asPlainSource(input);
  try {
    throwIfCancelled(options.signal);
    return await withEditableContainer(path, 'append', (container) => appendTo(container, source, options), options);
  } finally {
    await source.close?.();
  }
}

async function appendTo(
  container: EditableContainer,
  source: PlainSource,
  options: AppendOptions,
): Promise<AppendResult> {
  const { reader } = container;
  const layout = await readLayout(reader);
  const old = options.metadata === undefined ? await readMetadata(reader, layout) : undefined;
  const tail = await readTail(reader, layout);
  const plan = planAppend(layout, tail, source, options.blosc);
  const metadata = newMetadata(options.metadata, jsonOf(old), { source, tail });
  const job: AppendJob = { container, layout, tail, plan, source, metadata, options };
  if (source.sizeBytes === 0 && options.metadata === undefined)
    return { header: layout.header, startByte: presentBytes(tail), addedBytes: 0, how: 'in-place' };
  return fitsInPlace(job) ? appendInPlace(job) : appendRewriting(job);
}

/** The metadata as a function of the number of added bytes: the requested ones, or the old ones with a grown shape. */
function newMetadata(
  requested: JsonValue | undefined,
  old: JsonValue | undefined,
  { source, tail }: Pick<AppendJob, 'source' | 'tail'>,
): NewMetadata {
  if (requested !== undefined) {
    const present = presentBytes(tail);
    return (addedBytes) => {
      if (addedBytes !== undefined) requireDescribed(requested, present + addedBytes);
      return requested;
    };
  }
  const array = growingArray(old, source);
  return array ? (addedBytes) => withShape(old, grownShape(array, addedBytes ?? 0)) : () => undefined;
}

/** False when there is too little room and `grow` allows a rewrite. A stream can still prove too long while it is read. */
function fitsInPlace({ plan, tail, source, metadata, layout, options }: AppendJob): boolean {
  // Throws for a wrong shape or an incomplete row, before anything is written.
  const wanted = metadata(source.sizeBytes);
  const added = newChunkCount(plan, tail, source) ?? (options.grow ? CHUNKS_FOR_STREAMS : 0);
  const nchunks = tail.keptChunks + added;
  const roomForChunks = plan.slots === undefined || nchunks <= plan.slots;
  const section = layout.metadata?.header;
  const roomForMetadata = wanted === undefined || (section && encodeInRoom(wanted, section) !== undefined);
  if (roomForChunks && roomForMetadata) return true;
  if (options.grow) return false;
  requireRoom(plan, nchunks);
  throw section ? noMetadataRoom(section) : new ArgumentError(NO_METADATA);
}

const NO_METADATA = 'the container has no room for metadata; --grow rewrites it with room for them';
