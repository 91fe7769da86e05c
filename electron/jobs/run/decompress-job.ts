import { stat } from 'node:fs/promises';
import { parseArrayMetadata } from '../../../shared/format/numpy/array-metadata.js';
import { npyFileSink } from '../../engine/arrays/npy-file.js';
import type { StoredChunk } from '../../engine/container/stored-chunks.js';
import type { OutputOptions } from '../../engine/io/atomic-file.js';
import { type CompressedSource, compressedFileSource, jsonOf } from '../../engine/pack/compressed/compressed-source.js';
import { plainFileSink } from '../../engine/pack/plain/plain-file.js';
import type { PlainInfo, PlainSink } from '../../engine/pack/plain/plain-sink.js';
import { unpack } from '../../engine/pack/unpack.js';
import type { JobRun } from '../queue/job-run.js';
import { originPathsOf } from '../queue/job-spec.js';
import { ThinnedSeries } from '../report/thinned-series.js';
import { checkPlainFile } from './check-output.js';
import type { Outcome, Verdict } from './job-service.js';

/** Decompresses a container: to `.npy` if it holds an array and the target ends so, else to plain bytes. */
export async function decompressJob(run: JobRun): Promise<Outcome> {
  const { spec } = run;
  const meter = new ChunkMeter();
  const container = await compressedFileSource(spec.sourcePath);
  const sourceBytes = container.reader.sizeBytes;
  const source = meteredSource(container, meter, run, sourceBytes);
  let verdict: Verdict = 'not checked';
  let outputBytes = 0;
  let plainDone = 0;
  const sink = chosenSink(run, {
    overwrite: spec.overwrite,
    from: { paths: originPathsOf(spec), times: true },
    beforePublish: async (writtenPath) => {
      outputBytes = (await stat(writtenPath)).size;
      const headBytes = outputBytes - plainDone;
      verdict = await checkPlainFile(run, { writtenPath, plainBytes: plainDone, sourceBytes, headBytes });
      run.begin('publish');
    },
  });
  const operation = run.operation(({ doneBytes, chunksDone }) => {
    plainDone = doneBytes;
    const ratios = meter.ratios();
    return { doneBytes: meter.readBytes, plainBytes: doneBytes, chunksDone, outputBytes: doneBytes, ratios };
  });
  const { plainBytes, chunksDone } = await unpack(source, sink, operation);
  return { kind: 'done', plainBytes, outputBytes, chunks: chunksDone, verdict };
}

/** The position up to which the container was decompressed, and the compression ratios of its chunks. */
class ChunkMeter {
  readonly #ratios = new ThinnedSeries();
  readBytes = 0;

  add(chunks: Iterable<StoredChunk>): void {
    for (const { positionBytes, storedBytes, blosc } of chunks) {
      this.readBytes = positionBytes + storedBytes;
      this.#ratios.add(blosc.nbytes / storedBytes);
    }
  }

  ratios(): readonly number[] {
    return this.#ratios.points();
  }
}

function meteredSource(
  source: CompressedSource,
  meter: ChunkMeter,
  run: JobRun,
  sourceBytes: number,
): CompressedSource {
  return {
    ...source,
    async open() {
      const info = await source.open();
      const { nchunks, chunkSize, lastChunk } = info.layout.header;
      const isKnown = nchunks >= 0n && lastChunk >= 0;
      const itemsize = parseArrayMetadata(jsonOf(info.metadata))?.dtype.itemsize;
      run.prepared({
        kind: 'container',
        sourceBytes,
        ...(isKnown && { plainBytes: chunkSize * (Number(nchunks) - 1) + lastChunk, chunks: Number(nchunks) }),
        ...(itemsize !== undefined && { itemsize }),
      });
      return info;
    },
    onChunks: (chunks) => meter.add(chunks),
  };
}

/** Chooses the sink by the container's content, which is known before the first byte is written. */
function chosenSink(run: JobRun, options: OutputOptions): PlainSink {
  const { targetPath } = run.spec;
  let sink: PlainSink | undefined;
  const chosen = (): PlainSink => {
    if (!sink) throw new TypeError('a sink was used before begin()');
    return sink;
  };
  return {
    name: targetPath,
    get file() {
      return sink?.file;
    },
    async begin(info) {
      sink = isNpy(targetPath, info) ? npyFileSink(targetPath, options) : plainFileSink(targetPath, options);
      run.begin('run');
      await sink.begin(info);
    },
    write: (bytes) => chosen().write(bytes),
    async finish() {
      run.begin('finalise');
      await chosen().finish();
    },
    abort: async () => sink?.abort(),
  };
}

function isNpy(targetPath: string, { metadata }: PlainInfo): boolean {
  return targetPath.endsWith('.npy') && parseArrayMetadata(metadata) !== undefined;
}
