import { binarySize, countWords } from '../../../shared/compare/words.js';
import type { BloscpackHeader } from '../../../shared/format/header.js';
import { type CompressedSink, compressedFileSink } from '../../engine/pack/compressed/compressed-sink.js';
import { type PackOptions, pack, planPack } from '../../engine/pack/pack.js';
import type { DirectTarget } from '../../engine/pack/pack-runs.js';
import type { JobRun } from '../queue/job-run.js';
import { originPathsOf, remoteOutputOf } from '../queue/job-spec.js';
import { ThinnedSeries } from '../report/thinned-series.js';
import { checkContainer } from './check-output.js';
import type { Outcome, Verdict } from './job-service.js';
import { packOptionsOf } from './pack-options.js';
import { openPlainInput, sizeBytesOf } from './plain-input.js';
import { orRemoveObject } from './written-object.js';

/** Compresses a file into a container, checks it, and only then renames it to its target. Throws the first failure. */
export async function compressJob(run: JobRun): Promise<Outcome> {
  const { spec } = run;
  const { kind, source } = await openPlainInput(spec);
  const options: PackOptions = spec.options ? packOptionsOf(spec.options) : {};
  const plainTotal = source.sizeBytes ?? 0;
  const isOneOfMany = kind === 'npz' || kind === 'arrays';
  let verdict: Verdict = 'not checked';
  try {
    const sourceBytes = isOneOfMany || spec.address ? plainTotal : await sizeBytesOf(spec.sourcePath);
    const { header } = planPack(source, options);
    run.prepared({
      kind,
      sourceBytes,
      plainBytes: plainTotal,
      chunks: Number(header.nchunks),
      ...(source.itemsize !== undefined && { itemsize: source.itemsize }),
    });
    run.log(
      `${countWords(Number(header.nchunks), 'chunk')} of at most ${binarySize(header.chunkSize)}, typesize ${header.typesize}`,
    );
    // Before the sink is opened: a cancel in between would leave its partial file.
    run.begin('run');
    const check = async (writtenPath: string): Promise<void> => {
      try {
        verdict = await checkContainer(run, { writtenPath, plainBytes: plainTotal, sourceBytes });
      } finally {
        // The check has read the source again. If that has changed, this is the reason of whatever the check found.
        if (!run.isCancelled) await source.requireUnchanged?.();
      }
    };
    const sink = await compressedFileSink(spec.targetPath, {
      overwrite: spec.overwrite,
      // The rights of a folder mean something else for a file.
      from: { paths: originPathsOf(spec), times: true, access: kind !== 'arrays' },
      beforePublish: async (temporaryPath) => {
        await check(temporaryPath);
        run.begin('publish');
      },
    });
    const address = remoteOutputOf(spec);
    const measured = new MeasuredSink(sink, run, async () => {
      if (address !== undefined) await orRemoveObject(run, address, () => check(address));
    });
    const operation = run.operation(({ doneBytes, chunksDone, storedBytes = 0 }) => ({
      // The bytes before the data (an array's header) were read with the first chunk.
      doneBytes: sourceBytes - plainTotal + doneBytes,
      plainBytes: doneBytes,
      chunksDone,
      outputBytes: storedBytes,
      ratios: measured.ratios(),
    }));
    const { plainBytes, storedBytes } = await pack(source, measured, { ...options, ...operation });
    return { kind: 'done', plainBytes, outputBytes: storedBytes, chunks: Number(header.nchunks), verdict };
  } finally {
    await source.close?.();
  }
}

/** A sink that keeps the compression ratios of its chunks, and reports when the last one was written. */
class MeasuredSink implements CompressedSink {
  readonly #sink: CompressedSink;
  readonly #run: JobRun;
  readonly #whenFinished: () => Promise<void>;
  readonly #ratios = new ThinnedSeries();
  readonly direct?: DirectTarget;
  readonly writeLargeChunk?: NonNullable<CompressedSink['writeLargeChunk']>;
  #header: BloscpackHeader | undefined;
  #chunks = 0;

  /** `whenFinished` is awaited before the source is closed. */
  constructor(sink: CompressedSink, run: JobRun, whenFinished: () => Promise<void>) {
    this.#sink = sink;
    this.#run = run;
    this.#whenFinished = whenFinished;
    if (sink.writeLargeChunk) {
      this.writeLargeChunk = async (pieces, storedBytes) => {
        await sink.writeLargeChunk?.(pieces, storedBytes);
        this.#measure(Uint32Array.of(storedBytes));
      };
    }
    const { direct } = sink;
    if (!direct) return;
    this.direct = {
      room: (maxBytes) => direct.room(maxBytes),
      wrote: (lengths) => {
        this.#measure(lengths);
        direct.wrote(lengths);
      },
    };
  }

  get name(): string {
    return this.#sink.name;
  }

  get patchable(): boolean {
    return this.#sink.patchable;
  }

  begin(header: BloscpackHeader, metadataSection: Uint8Array): Promise<void> {
    this.#header = header;
    return this.#sink.begin(header, metadataSection);
  }

  writeChunks(stored: Uint8Array, lengths: Uint32Array): Promise<void> {
    this.#measure(lengths);
    return this.#sink.writeChunks(stored, lengths);
  }

  continueChunk(stored: Uint8Array): Promise<void> {
    return this.#sink.continueChunk(stored);
  }

  async finish(...args: Parameters<CompressedSink['finish']>): Promise<number> {
    this.#run.begin('finalise');
    const sizeBytes = await this.#sink.finish(...args);
    await this.#whenFinished();
    return sizeBytes;
  }

  abort(): Promise<void> {
    return this.#sink.abort();
  }

  ratios(): readonly number[] {
    return this.#ratios.points();
  }

  #measure(lengths: Uint32Array): void {
    const { chunkSize = 0, lastChunk = 0, nchunks = 0n } = this.#header ?? {};
    for (const length of lengths) {
      const isLast = BigInt(++this.#chunks) === nchunks;
      this.#ratios.add((isLast ? lastChunk : chunkSize) / length);
    }
  }
}
