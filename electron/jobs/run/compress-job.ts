import { type CompressedSink, compressedFileSink } from '../../engine/pack/compressed/compressed-sink.js';
import { type PackOptions, pack, planPack } from '../../engine/pack/pack.js';
import type { JobRun } from '../queue/job-run.js';
import type { JobSpec } from '../queue/job-spec.js';
import { ThinnedSeries } from '../report/thinned-series.js';
import { checkContainer } from './check-output.js';
import type { Outcome, Verdict } from './job-service.js';
import { openPlainInput, sizeBytesOf } from './plain-input.js';

/** Compresses a file into a container, checks it, and only then renames it to its target. Throws the first failure. */
export async function compressJob(run: JobRun): Promise<Outcome> {
  const { spec } = run;
  const fileBytes = await sizeBytesOf(spec.sourcePath);
  const { kind, source } = await openPlainInput(spec);
  const options = packOptionsOf(spec.options);
  const plainTotal = source.sizeBytes ?? 0;
  const sourceBytes = kind === 'npz' ? plainTotal : fileBytes;
  let verdict: Verdict = 'not checked';
  try {
    const { header } = planPack(source, options);
    run.prepared({
      kind,
      sourceBytes,
      plainBytes: plainTotal,
      chunks: Number(header.nchunks),
      ...(source.itemsize !== undefined && { itemsize: source.itemsize }),
    });
    run.log(`${Number(header.nchunks)} chunks of ${header.chunkSize} bytes, typesize ${header.typesize}`);
    // Before the sink is opened: a cancel in between would leave its partial file.
    run.begin('run');
    const sink = await compressedFileSink(spec.targetPath, {
      overwrite: spec.overwrite,
      from: { paths: [spec.sourcePath], times: true },
      beforePublish: async (temporaryPath) => {
        verdict = await checkContainer(run, { temporaryPath, plainBytes: plainTotal, sourceBytes });
        // The check above has read the source again; it must not have changed since.
        await source.requireUnchanged?.();
        run.begin('publish');
      },
    });
    const measured = new MeasuredSink(sink, run);
    const operation = run.operation(({ doneBytes, chunksDone }) => ({
      // The bytes before the data (an array's header) were read with the first chunk.
      doneBytes: sourceBytes - plainTotal + doneBytes,
      plainBytes: doneBytes,
      chunksDone,
      outputBytes: measured.storedBytes,
      ratios: measured.ratiosAfter(doneBytes),
    }));
    const { plainBytes, storedBytes } = await pack(source, measured, { ...options, ...operation });
    return { kind: 'done', plainBytes, outputBytes: storedBytes, chunks: Number(header.nchunks), verdict };
  } finally {
    await source.close?.();
  }
}

function packOptionsOf(options: JobSpec['options']): PackOptions {
  if (!options) return {};
  const { codec, clevel, shuffle, typesize, chunkSizeBytes, blocksizeBytes, checksum, offsets } = options;
  return {
    chunkSize: chunkSizeBytes,
    blosc: { codec, clevel, shuffle, blocksize: blocksizeBytes, ...(typesize !== undefined && { typesize }) },
    bloscpack: { checksum, offsets },
  };
}

/** A sink that counts the bytes written to it, and reports the last chunk. */
class MeasuredSink implements CompressedSink {
  readonly #sink: CompressedSink;
  readonly #run: JobRun;
  readonly #ratios = new ThinnedSeries();
  #lastStoredBytes = 0;
  #plainBytesBefore = 0;
  storedBytes = 0;

  constructor(sink: CompressedSink, run: JobRun) {
    this.#sink = sink;
    this.#run = run;
  }

  get name(): string {
    return this.#sink.name;
  }

  get patchable(): boolean {
    return this.#sink.patchable;
  }

  begin(...args: Parameters<CompressedSink['begin']>): Promise<void> {
    return this.#sink.begin(...args);
  }

  writeChunk(stored: Uint8Array): Promise<void> {
    this.#lastStoredBytes = stored.byteLength;
    this.storedBytes += stored.byteLength;
    return this.#sink.writeChunk(stored);
  }

  continueChunk(stored: Uint8Array): Promise<void> {
    return this.#sink.continueChunk(stored);
  }

  async finish(...args: Parameters<CompressedSink['finish']>): Promise<number> {
    this.#run.begin('finalise');
    return this.#sink.finish(...args);
  }

  abort(): Promise<void> {
    return this.#sink.abort();
  }

  /** The ratios of all chunks, including the one just written, which `plainBytes` includes too. */
  ratiosAfter(plainBytes: number): readonly number[] {
    this.#ratios.add((plainBytes - this.#plainBytesBefore) / this.#lastStoredBytes);
    this.#plainBytesBefore = plainBytes;
    return this.#ratios.points();
  }
}
