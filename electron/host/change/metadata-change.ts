import type { MetadataChanged, MetadataPlan } from '../../../shared/contract/inspect/change.js';
import { isBloscpackError } from '../../../shared/format/errors.js';
import { type JsonValue, parseJson, printJson } from '../../../shared/format/json.js';
import { parseMetadataHeader } from '../../../shared/format/metadata-section.js';
import { parseArrayMetadata } from '../../../shared/format/numpy/array-metadata.js';
import { dtypeDescrRepr } from '../../../shared/format/numpy/dtype-print.js';
import { openChunkIndex } from '../../engine/container/chunk-index.js';
import { readMetadata } from '../../engine/container/decode-metadata.js';
import { type ContainerLayout, readLayout } from '../../engine/container/layout.js';
import { openContainerFile } from '../../engine/in-place/container-file.js';
import { arrayContradiction } from '../../engine/in-place/metadata/array-guard.js';
import { editMetadata } from '../../engine/in-place/metadata/edit-metadata.js';
import { planSection } from '../../engine/in-place/metadata/section-plan.js';
import type { RandomReader } from '../../engine/io/random-reader.js';

/** Plans writing metadata. Throws FormatError('bad-json') for invalid JSON, and the errors of opening the container. */
export async function planMetadataChange(path: string, text: string): Promise<MetadataPlan> {
  const metadata = parseJson(text);
  const reader = await openContainerFile(path);
  try {
    const layout = await readLayout(reader);
    const section = layout.metadata?.header;
    const { how, section: written } = planSection(metadata, section);
    const old = await presentMetadata(reader, layout);
    const problem = await arrayContradiction(old, metadata, () => openChunkIndex(reader, layout).plainBytes());
    const warning = problem === undefined ? otherReading(old, metadata) : undefined;
    return {
      storedBytes: parseMetadataHeader(written).metaCompSize,
      roomBytes: section?.maxMetaSize ?? 0,
      how,
      ...(problem !== undefined && { problem: sentence(problem.message) }),
      ...(warning !== undefined && { warning }),
    };
  } finally {
    await reader.close();
  }
}

/** Writes metadata, in place if they fit. After an interruption the container has either the old or the new metadata. */
export async function changeMetadata(path: string, text: string): Promise<MetadataChanged> {
  const metadata = parseJson(text);
  let before: JsonValue | undefined;
  const change = (old: JsonValue | undefined): JsonValue => {
    before = old;
    return metadata;
  };
  const { how } = await editMetadata(path, change, { replaceDamaged: true });
  return { how, ...(before !== undefined && { before: printJson(before) }) };
}

/** How the same bytes would be another array; undefined when they are the same one, or were none. */
function otherReading(old: JsonValue | undefined, next: JsonValue): string | undefined {
  const [before, after] = [arrayText(old), arrayText(next)];
  if (before === undefined || after === undefined || before === after) return undefined;
  return `The same bytes would be read as ${after} instead of ${before}: values change or move to other places.`;
}

/** `<f8 (3, 4) in C order`; undefined for metadata that describe no array. */
function arrayText(metadata: JsonValue | undefined): string | undefined {
  try {
    const array = parseArrayMetadata(metadata);
    return array && `${dtypeDescrRepr(array.dtype)} (${array.shape.join(', ')}) in ${array.order} order`;
  } catch (error) {
    if (isBloscpackError(error)) return undefined;
    throw error;
  }
}

/** Undefined for damaged metadata, which are about to be replaced. */
async function presentMetadata(reader: RandomReader, layout: ContainerLayout): Promise<JsonValue | undefined> {
  const old = await readMetadata(reader, layout).catch((error: unknown) => {
    if (isBloscpackError(error) && error.kind !== 'io') return undefined;
    throw error;
  });
  return old?.kind === 'json' ? old.value : undefined;
}

function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}
