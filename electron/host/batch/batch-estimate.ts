import type { EstimateRequest, EstimateSource, SourceEstimate } from '../../../shared/contract/intake.js';
import { dtypeOfText } from '../../../shared/format/numpy/dtype-parse.js';
import { contentOf, MAGIC_BYTES } from '../../engine/arrays/array-or-bytes.js';
import { npyArray } from '../../engine/arrays/npy-array.js';
import { NpzArchive } from '../../engine/arrays/npz-reader.js';
import { npzArray } from '../../engine/arrays/plain-array.js';
import { type EstimatedData, estimatePacking } from '../../engine/estimate.js';
import { closingOnError } from '../../engine/io/close-file.js';
import { openFileReader } from '../../engine/io/file-reader.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { packOptionsOf } from '../../jobs/run/pack-options.js';
import type { FileRegistry } from '../files/file-registry.js';
import { itemOptions } from './pack-options.js';

/** Plain bytes that are compressed for one request, of all its sources together. */
const MAX_SAMPLE_BYTES = 16 * 2 ** 20;
/** An array of a `.npz` is inflated as a whole into a temporary file first; larger ones are not estimated. */
const MAX_MEMBER_BYTES = 64 * 2 ** 20;

/** Compresses samples of the sources in memory, one source after the other. Sources that cannot be read are left out. */
export async function estimateSources(
  registry: FileRegistry,
  { sources, options }: EstimateRequest,
  nthreads: number,
): Promise<readonly SourceEstimate[]> {
  const estimates: SourceEstimate[] = [];
  const maxSampleBytes = Math.floor(MAX_SAMPLE_BYTES / sources.length);
  for (const [index, source] of sources.entries()) {
    // The batch names what cannot be read, with its reason.
    const path = registry.find(source.id);
    const data = path === undefined ? undefined : await openData(path, source).catch(() => undefined);
    if (!data) continue;
    try {
      const { plainBytes, storedBytes, sampledBytes } = await estimatePacking(data, {
        ...packOptionsOf(itemOptions(options, source)),
        maxSampleBytes,
        nthreads,
      });
      estimates.push({ source: index, plainBytes, storedBytes, sampledBytes });
    } finally {
      await data.reader.close();
    }
  }
  return estimates;
}

/** The data as a job would compress them. */
async function openData(path: string, { member, raw }: EstimateSource): Promise<EstimatedData | undefined> {
  if (member !== undefined && !(await isSmallMember(path, member))) return undefined;
  const reader = await openFileReader(path);
  return closingOnError(reader, async () => {
    if (member !== undefined) return await npzArray(reader, member);
    if (raw) return rawData(reader, raw);
    const isArray = contentOf(await reader.readAt(0, Math.min(MAGIC_BYTES, reader.sizeBytes))) === 'npy';
    return isArray ? await npyArray(reader) : rawData(reader, { skipBytes: 0 });
  });
}

async function isSmallMember(path: string, member: string): Promise<boolean> {
  const archive = await NpzArchive.open(path);
  try {
    return archive
      .list()
      .some((one) => one.kind === 'array' && one.name === member && one.sizeBytes <= MAX_MEMBER_BYTES);
  } finally {
    await archive.close();
  }
}

function rawData(reader: RandomReader, { skipBytes, descr }: { readonly skipBytes: number; readonly descr?: string }) {
  const sizeBytes = Math.max(0, reader.sizeBytes - skipBytes);
  const itemsize = descr === undefined ? {} : { itemsize: dtypeOfText(descr).itemsize };
  return { reader, startByte: skipBytes, facts: { sizeBytes, ...itemsize } };
}
