import { ArgumentError, isBloscpackError } from '../../../../shared/format/errors.js';
import type { JsonValue } from '../../../../shared/format/json.js';
import { type MetadataHeader, parseMetadataHeader } from '../../../../shared/format/metadata-section.js';
import { openChunkIndex } from '../../container/chunk-index.js';
import { type Metadata, readMetadata } from '../../container/decode-metadata.js';
import { type ContainerLayout, readLayout } from '../../container/layout.js';
import { readChunkHeader } from '../../container/stored-chunks.js';
import type { RandomReader } from '../../io/random-reader.js';
import { type OperationOptions, throwIfCancelled } from '../../operation.js';
import type { MetadataArgs } from '../../pack/args.js';
import { rewriteContainer } from '../../pack/rewrite.js';
import { type EditableContainer, withEditableContainer } from '../editable-container.js';
import { arrayContradiction } from './array-guard.js';
import { planSection } from './section-plan.js';

export interface EditMetadataOptions extends Pick<OperationOptions, 'signal' | 'onProgress'> {
  /** How to store them. Default: as the old ones are stored. Another size of the room requires a rewrite. */
  readonly meta?: MetadataArgs;
  /** Whether the container may be rewritten, its stored chunks copied, when the metadata do not fit in place. Default true. */
  readonly allowRewrite?: boolean;
  /** Replace metadata that are damaged or have an unknown format. Default false: they are an error. */
  readonly replaceDamaged?: boolean;
  /** Allow metadata of an array that contradict the size of the data. Default false. */
  readonly force?: boolean;
}

export interface MetadataEdit {
  readonly how: 'in-place' | 'rewrite';
  /** The header of the new section. */
  readonly header: MetadataHeader;
  /** Size of the room for stored metadata, in bytes. */
  readonly roomBytes: number;
}

/**
 * Changes or adds the metadata of a container. Takes the write lock of a file, then calls `change` with the present metadata (undefined:
 * none), which returns the new ones. When it throws, and after a crash at any time, the container has all of the old content or
 * all of the new. Data and offsets are not changed in place; a rewrite copies the stored chunks.
 *
 * Throws IoError('EBUSY') when another process is changing the container, ArgumentError for metadata that do not fit the requested
 * room or contradict an array's data, ChecksumError or FormatError for a damaged container.
 */
export async function editMetadata(
  path: string,
  change: (old: JsonValue | undefined) => JsonValue,
  options: EditMetadataOptions = {},
): Promise<MetadataEdit> {
  throwIfCancelled(options.signal);
  const edit = (container: EditableContainer) => editOpened(container, change, options);
  return withEditableContainer(path, 'metadata edit', edit, options);
}

async function editOpened(
  container: EditableContainer,
  change: (old: JsonValue | undefined) => JsonValue,
  options: EditMetadataOptions,
): Promise<MetadataEdit> {
  const { reader } = container;
  const layout = await readLayout(reader);
  const old = await readOld(reader, layout, options.replaceDamaged ?? false);
  const metadata = change(old);
  if (!options.force) await requireFittingArray(reader, layout, old, metadata);
  const plan = planSection(metadata, layout.metadata?.header, options.meta);
  throwIfCancelled(options.signal);
  if (plan.how === 'in-place') {
    await writeInPlace(container, layout, plan.section);
  } else if (options.allowRewrite ?? true) {
    const sink = await container.rewrite();
    await rewriteContainer(reader, layout, sink, { ...layout.header, metadata: true }, plan.section, options);
  } else {
    throw new ArgumentError(`the container would have to be rewritten: ${plan.reason}`, { file: container.name });
  }
  const header = parseMetadataHeader(plan.section);
  return { how: plan.how, header, roomBytes: header.maxMetaSize };
}

async function requireFittingArray(
  reader: RandomReader,
  layout: ContainerLayout,
  old: JsonValue | undefined,
  metadata: JsonValue,
): Promise<void> {
  const found = await arrayContradiction(old, metadata, () => openChunkIndex(reader, layout).plainBytes());
  if (found) throw new ArgumentError(`${found.message}; force the change if you intend this`, found.context);
}

/** The present metadata; undefined when there are none, and when they cannot be read and are to be replaced. */
async function readOld(
  reader: RandomReader,
  layout: ContainerLayout,
  replaceDamaged: boolean,
): Promise<JsonValue | undefined> {
  const old = await readMetadata(reader, layout).catch((error: unknown): Metadata | undefined => {
    if (replaceDamaged && isBloscpackError(error) && error.kind !== 'io') return undefined;
    throw error;
  });
  if (old?.kind === 'json') return old.value;
  if (old && !replaceDamaged) {
    throw new ArgumentError(`the metadata have the unknown format '${old.magicFormat}': they can only be replaced`);
  }
  // The damage can also be in the section's lengths: they are right only if a chunk starts behind the section.
  if (layout.metadata) await readChunkHeader(reader, layout, 0, layout.chunksPositionBytes);
  return undefined;
}

async function writeInPlace(container: EditableContainer, layout: ContainerLayout, section: Uint8Array): Promise<void> {
  const positionBytes = layout.metadata?.positionBytes;
  if (positionBytes === undefined) throw new TypeError('the container has no metadata section');
  const late = [{ positionBytes, lengthBytes: section.byteLength }];
  await container.edit({ late }, async () => [{ positionBytes, bytes: section }]);
}
