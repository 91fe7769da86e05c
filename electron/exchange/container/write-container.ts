import { parseBloscHeader } from '../../../shared/format/blosc-chunk.js';
import type { ChecksumName } from '../../../shared/format/checksums.js';
import { planChunks } from '../../../shared/format/chunking.js';
import { type BloscpackHeader, FORMAT_VERSION, MAX_CHUNK_SIZE } from '../../../shared/format/header.js';
import { arrayNbytes, effectiveTypesize } from '../../../shared/format/numpy/array-metadata.js';
import { computeDigest, digestBytes } from '../../engine/container/digest.js';
import { encodeMetadata } from '../../engine/container/encode-metadata.js';
import type { OutputOptions } from '../../engine/io/atomic-file.js';
import { type OperationOptions, throwIfCancelled } from '../../engine/operation.js';
import { resolveBloscpackArgs, resolveMetadataArgs } from '../../engine/pack/args.js';
import { type CompressedSink, compressedFileSink } from '../../engine/pack/compressed/compressed-sink.js';
import { pack } from '../../engine/pack/pack.js';
import type { PlainSource } from '../../engine/pack/plain/plain-source.js';
import { chunkRuns } from '../chunk-grid.js';
import { copyPlaces, inGroups } from '../chunk-places.js';
import type {
  ChunkPlace,
  ChunkRules,
  ChunksFacts,
  DatasetsWriter,
  NewDataset,
  StoredBloscChunk,
  WriteOptions,
} from '../dataset.js';
import { defaultChunkRows } from '../default-chunk-rows.js';
import { containerMetadata } from './container-attributes.js';

/** Stored bytes that are gathered before they are written. */
const BATCH_BYTES = 4 * 2 ** 20;

/** Starts a container, which holds one array and gets its name by `finish`. Throws IoError for an output that cannot be written. */
export async function createContainerWriter(path: string, options: OutputOptions): Promise<DatasetsWriter> {
  return new ContainerWriter(await compressedFileSink(path, options));
}

export const CONTAINER_CHUNK_RULES: ChunkRules = {
  refuses({ spec }, { grid }) {
    const runs = chunkRuns(spec, grid);
    if (!runs) return 'its chunks do not hold whole rows';
    if (runs.hasInnerEdges) return 'in a container only the last chunk may be shorter than the others';
    return runs.fullItems * spec.dtype.itemsize > MAX_CHUNK_SIZE
      ? 'its chunks are too large for a container'
      : undefined;
  },
};

class ContainerWriter implements DatasetsWriter {
  readonly holdsMany = false;
  readonly #sink: CompressedSink;
  #finish: (() => Promise<number>) | undefined;
  #ended = false;

  constructor(sink: CompressedSink) {
    this.#sink = sink;
  }

  async write({ spec, attributes }: NewDataset, source: PlainSource, options: WriteOptions): Promise<void> {
    const { chunkRows = defaultChunkRows(spec), ...others } = options;
    const metadata = containerMetadata(spec, attributes, source.metadata);
    await pack({ ...source, itemsize: spec.dtype.itemsize }, this.#unfinished(), {
      ...others,
      metadata,
      ...(chunkRows !== undefined && { chunkRows }),
    });
  }

  async writeChunks(
    { spec, attributes }: NewDataset,
    { grid, firstHeader }: ChunksFacts,
    chunks: AsyncIterable<StoredBloscChunk>,
    options: WriteOptions,
  ): Promise<void> {
    const { itemsize } = spec.dtype;
    const runs = chunkRuns(spec, grid);
    if (!runs) throw new TypeError('chunks that were refused');
    const counts = planChunks(arrayNbytes(spec), runs.fullItems * itemsize);
    const { offsets, checksum, maxAppChunks: room } = resolveBloscpackArgs(options.bloscpack);
    const header: BloscpackHeader = {
      formatVersion: FORMAT_VERSION,
      offsets,
      metadata: true,
      checksum,
      typesize: firstHeader ? parseBloscHeader(firstHeader).typesize : effectiveTypesize(itemsize),
      ...counts,
      nchunks: BigInt(counts.nchunks),
      maxAppChunks: offsets ? BigInt(typeof room === 'function' ? room(counts.nchunks) : room) : 0n,
    };
    await this.#sink.begin(header, encodeMetadata(containerMetadata(spec, attributes), resolveMetadataArgs()));
    const batch = new ChunkBatch(this.#sink, checksum);
    for await (const group of inGroups(chunks)) {
      throwIfCancelled(options.signal);
      if ('places' in group) await batch.copy(group.places, options);
      else if (group.bytes) await batch.add(group.bytes);
      else throw new TypeError('a container has no missing chunks');
    }
    await batch.flush();
    this.#finish = () => this.#sink.finish(header);
  }

  async finish(): Promise<number> {
    if (!this.#finish) throw new TypeError('a container without an array cannot be finished');
    this.#ended = true;
    return this.#finish();
  }

  async abort(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    await this.#sink.abort();
  }

  /** The sink for `pack`, which would give the container its name at once. */
  #unfinished(): CompressedSink {
    const sink = this.#sink;
    return {
      name: sink.name,
      patchable: sink.patchable,
      begin: (header, metadataSection) => sink.begin(header, metadataSection),
      ...(sink.direct && { direct: sink.direct }),
      writeChunks: (stored, lengths) => sink.writeChunks(stored, lengths),
      ...(sink.writeLargeChunk && { writeLargeChunk: sink.writeLargeChunk.bind(sink) }),
      continueChunk: (stored) => sink.continueChunk(stored),
      finish: async (header) => {
        this.#finish = () => sink.finish(header);
        return 0;
      },
      abort: () => this.abort(),
    };
  }
}

/** Writes chunks with their digests, many small ones at a time. */
class ChunkBatch {
  readonly #sink: CompressedSink;
  readonly #checksum: ChecksumName;
  #parts: Uint8Array[] = [];
  #lengths: number[] = [];
  #sizeBytes = 0;

  constructor(sink: CompressedSink, checksum: ChecksumName) {
    this.#sink = sink;
    this.#checksum = checksum;
  }

  async add(chunk: Uint8Array): Promise<void> {
    const digest = computeDigest(this.#checksum, chunk);
    if (this.#sizeBytes + chunk.byteLength > BATCH_BYTES) await this.flush();
    // A copy: the chunk is valid only until the next one is asked for.
    this.#parts.push(chunk.slice(), digest);
    this.#lengths.push(chunk.byteLength + digest.byteLength);
    this.#sizeBytes += chunk.byteLength + digest.byteLength;
  }

  async copy(places: readonly ChunkPlace[], options: OperationOptions): Promise<void> {
    const checksum = this.#checksum;
    const lengths = Uint32Array.from(places, ({ lengthBytes }) => lengthBytes + digestBytes(checksum));
    await this.flush();
    const { direct } = this.#sink;
    const room = direct?.room(lengths.reduce((sum, length) => sum + length, 0));
    if (!direct || room === undefined || room instanceof Uint8Array) {
      for (const place of places) await this.add(await place.read());
      return;
    }
    let positionBytes = room.positionBytes;
    const positions = Float64Array.from(lengths, (length) => {
      positionBytes += length;
      return positionBytes - length;
    });
    const target = { name: this.#sink.name, fds: new Int32Array(places.length).fill(room.fd), positions };
    await copyPlaces(places, target, { checksum, isBehind: true }, options);
    direct.wrote(lengths);
  }

  async flush(): Promise<void> {
    if (this.#parts.length === 0) return;
    await this.#sink.writeChunks(Buffer.concat(this.#parts), Uint32Array.from(this.#lengths));
    [this.#parts, this.#lengths, this.#sizeBytes] = [[], [], 0];
  }
}
