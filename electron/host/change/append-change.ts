import { basename } from 'node:path';
import type { AppendPlanView } from '../../../shared/contract/inspect/change.js';
import type { CompressOptions } from '../../../shared/contract/intake.js';
import { refusal, toContractError } from '../../../shared/errors/contract-error.js';
import { bloscFlags } from '../../../shared/format/blosc-chunk.js';
import { isBloscpackError } from '../../../shared/format/errors.js';
import { parseArrayMetadata } from '../../../shared/format/numpy/array-metadata.js';
import { withShape } from '../../engine/arrays/npy-metadata.js';
import { openChunkIndex } from '../../engine/container/chunk-index.js';
import { type Metadata, readMetadata } from '../../engine/container/decode-metadata.js';
import { encodeInRoom } from '../../engine/container/encode-metadata.js';
import { type ContainerLayout, readLayout } from '../../engine/container/layout.js';
import { newChunkCount, planAppend } from '../../engine/in-place/append/append-plan.js';
import { growingArray, grownShape } from '../../engine/in-place/append/grown-array.js';
import { readTail } from '../../engine/in-place/append/tail.js';
import { openContainerFile } from '../../engine/in-place/container-file.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { resolveChunkArgs } from '../../engine/pack/args.js';
import { jsonOf } from '../../engine/pack/compressed/compressed-source.js';
import type { PlainSource } from '../../engine/pack/plain/plain-source.js';
import type { JobSpec } from '../../jobs/queue/job-spec.js';
import { headerStamp } from '../../jobs/run/container-stamp.js';
import { appendedSource } from '../../jobs/run/plain-input.js';

/** Plans appending a file to a container. Writes nothing. Throws IoError for files that cannot be read. */
export async function planAppending(path: string, sourcePath: string): Promise<AppendPlanView> {
  return withBoth(path, sourcePath, async (target, source) => {
    const start = await startOf(target, source);
    try {
      return { ...start, ...(await outcomeOf(target, source)) };
    } catch (error) {
      if (!isBloscpackError(error) || error.kind === 'io') throw error;
      return { ...start, obstacle: toContractError(error).message };
    }
  });
}

/** The job for it. Throws CallError('argument') if it is impossible. */
export async function appendSpec(path: string, sourcePath: string): Promise<JobSpec> {
  const plan = await planAppending(path, sourcePath);
  if (plan.obstacle !== undefined) throw refusal('argument', plan.obstacle);
  const options = await withBoth(path, sourcePath, alikeOptions);
  return {
    sourcePath,
    targetPath: path,
    action: 'append',
    append: { grow: plan.how === 'rewrite', headerBefore: await headerStamp(path) },
    ...(options && { options }),
    check: 'compare',
    trashSource: false,
    overwrite: false,
    sourceBytes: plan.addedBytes,
  };
}

interface OpenTarget {
  readonly reader: RandomReader;
  readonly layout: ContainerLayout;
  readonly metadata: Metadata | undefined;
}

async function withBoth<T>(
  path: string,
  sourcePath: string,
  work: (target: OpenTarget, source: PlainSource) => Promise<T>,
): Promise<T> {
  const reader = await openContainerFile(path);
  try {
    const layout = await readLayout(reader);
    const metadata = await readMetadata(reader, layout);
    const source = await appendedSource(sourcePath, parseArrayMetadata(jsonOf(metadata)) !== undefined);
    try {
      return await work({ reader, layout, metadata }, source);
    } finally {
      await source.close?.();
    }
  } finally {
    await reader.close();
  }
}

/** The part of the plan that is known even if appending is impossible. */
async function startOf({ reader, layout, metadata }: OpenTarget, source: PlainSource): Promise<AppendPlanView> {
  const spec = parseArrayMetadata(jsonOf(metadata));
  const oldChunks = layout.nchunks ?? (await openChunkIndex(reader, layout).count());
  return {
    sourceName: basename(source.name),
    addedBytes: source.sizeBytes ?? 0,
    ...(spec && { oldShape: spec.shape }),
    oldChunks,
    newChunks: oldChunks,
    ...(layout.offsets && { slots: layout.offsets.slots }),
    replacesLastChunk: false,
    how: 'in-place',
  };
}

type Outcome = Pick<AppendPlanView, 'newShape' | 'newChunks' | 'replacesLastChunk' | 'how'>;

async function outcomeOf({ reader, layout, metadata }: OpenTarget, source: PlainSource): Promise<Outcome> {
  const old = jsonOf(metadata);
  const array = growingArray(old, source);
  const newShape = array && grownShape(array, source.sizeBytes ?? 0);
  const tail = await readTail(reader, layout);
  const plan = planAppend(layout, tail, source);
  const newChunks = tail.keptChunks + (newChunkCount(plan, tail, source) ?? 0);
  const section = layout.metadata?.header;
  const hasMetadataRoom = !newShape || (section && encodeInRoom(withShape(old, newShape), section) !== undefined);
  const hasSlots = plan.slots === undefined || newChunks <= plan.slots;
  return {
    ...(newShape && { newShape }),
    newChunks,
    replacesLastChunk: tail.replacedChunks === 1,
    how: hasMetadataRoom && hasSlots ? 'in-place' : 'rewrite',
  };
}

/** The options of the first chunk, except the level, which is not stored. Undefined for an empty container. */
async function alikeOptions({ reader, layout }: OpenTarget): Promise<CompressOptions | undefined> {
  const { header, offsets } = layout;
  const { blosc } = await openChunkIndex(reader, layout).chunk(0);
  const { codec, byteShuffle, bitShuffle } = bloscFlags(blosc.flags);
  if (!codec || header.chunkSize < 1) return undefined;
  return {
    codec,
    clevel: resolveChunkArgs({}).clevel,
    shuffle: bitShuffle ? 'bit' : byteShuffle ? 'byte' : 'none',
    typesize: Math.max(1, header.typesize),
    chunkSizeBytes: header.chunkSize,
    blocksizeBytes: 0,
    checksum: header.checksum,
    offsets: offsets !== undefined,
  };
}
