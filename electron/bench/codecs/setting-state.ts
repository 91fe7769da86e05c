import { availableParallelism } from 'node:os';
import type { MeasureOutcome } from '../../../native/measure.js';
import { type CompareResult, type FailureKind, isTiny, type Measured } from '../../../shared/compare/result.js';
import { type Setting, settingWords } from '../../../shared/compare/setting.js';
import { flagsOf, ratioInterval, ratioWithUnseen, seriesOf, unseenShare } from '../../../shared/compare/statistics.js';
import { chunkLengths, containerBytes, type Sample } from './sample.js';

type Timed = Extract<MeasureOutcome, { kind: 'done' }>;

/** The results so far of one setting of a run. */
export class SettingState {
  readonly setting: Setting;
  readonly #sample: Sample;
  readonly #outcomes: Timed[] = [];
  #failure: { readonly kind: FailureKind; readonly reason: string } | undefined;

  constructor(setting: Setting, sample: Sample) {
    this.setting = setting;
    this.#sample = sample;
  }

  get repeats(): number {
    return this.#outcomes.length;
  }

  get hasFailed(): boolean {
    return this.#failure !== undefined;
  }

  /** Adds a measurement; after a mismatch the setting has failed. */
  add(outcome: Exclude<MeasureOutcome, { kind: 'cancelled' }>): void {
    if (outcome.kind === 'done') {
      this.#outcomes.push(outcome);
      return;
    }
    const where = `the byte at ${outcome.firstDifferentByte} of the sample differs`;
    this.fail('round-trip', `${settingWords(this.setting)} does not decompress to the original bytes: ${where}`);
  }

  fail(kind: FailureKind, reason: string): void {
    this.#failure = { kind, reason };
  }

  /** Undefined before the first repeat. */
  result(): CompareResult | undefined {
    if (this.#failure) return { setting: this.setting, failed: this.#failure };
    return this.repeats > 0 ? this.#measured() : undefined;
  }

  #measured(): Measured {
    const { bytes, facts } = this.#sample;
    const plainBytes = bytes.byteLength;
    const parallel = parallelChunks(this.setting.threads, this.#outcomes[0]?.storedLengths.length ?? 1);
    const speeds = (direction: 'compress' | 'decompress', clock: 'elapsedNs' | 'cpuNs') =>
      seriesOf(
        this.#outcomes.map(({ [direction]: { passes, [clock]: timeNs } }) => {
          const factor = clock === 'cpuNs' ? parallel : 1;
          return (plainBytes * passes * factor * 1e9) / Math.max(timeNs, 1);
        }),
      );
    const byClock = { compress: speeds('compress', 'elapsedNs'), decompress: speeds('decompress', 'elapsedNs') };
    const isBusy = wasBusy(this.#outcomes, parallel);
    const { compress, decompress } = isBusy
      ? { compress: speeds('compress', 'cpuNs'), decompress: speeds('decompress', 'cpuNs') }
      : byClock;
    return {
      setting: this.setting,
      plainBytes,
      ...this.#sizes(),
      compress,
      decompress,
      compressCpuSeconds: cpuSeconds(this.#outcomes.map((outcome) => outcome.compress)),
      decompressCpuSeconds: cpuSeconds(this.#outcomes.map((outcome) => outcome.decompress)),
      memoryBytes: bufferBytes(this.setting),
      ...(isBusy && {
        byClock: { compress: byClock.compress.median, decompress: byClock.decompress.median },
      }),
      flags: flagsOf([compress, decompress], { isTiny: isTiny(facts), isBusy }),
      verified: true,
    };
  }

  #sizes(): Pick<Measured, 'storedBytes' | 'payloadBytes' | 'ratio' | 'ratioLow' | 'ratioHigh'> {
    const plainBytes = this.#sample.bytes.byteLength;
    const stored = Array.from(this.#outcomes[0]?.storedLengths ?? []);
    const payloadBytes = stored.reduce((total, length) => total + length, 0);
    // Uncompressed files have neither header nor digests.
    if (this.setting.codec === 'copy') {
      return { storedBytes: plainBytes, payloadBytes, ratio: 1, ratioLow: 1, ratioHigh: 1 };
    }
    const storedBytes = containerBytes(this.#sample, stored.length, payloadBytes);
    const ratio = plainBytes / storedBytes;
    const { low, high } = this.#interval(stored, payloadBytes);
    const overhead = payloadBytes === 0 ? 1 : payloadBytes / storedBytes;
    const cautious = ratioWithUnseen(ratio, unseenShare(this.#sample.facts));
    return {
      storedBytes,
      payloadBytes,
      ratio,
      ratioLow: Math.min(low * overhead, cautious),
      ratioHigh: high * overhead,
    };
  }

  /** Confidence interval of the payload's ratio. Chunks of one part are neighbours, so only parts are independent samples. */
  #interval(stored: readonly number[], payloadBytes: number): { readonly low: number; readonly high: number } {
    const { stretches, facts, bytes } = this.#sample;
    const exact = payloadBytes === 0 ? 0 : bytes.byteLength / payloadBytes;
    if (bytes.byteLength === facts.plainBytes) return { low: exact, high: exact };
    return ratioInterval(stretches, storedByStretch(this.#sample, this.setting, stored), facts.chunksTotal);
  }
}

function storedByStretch(sample: Sample, setting: Setting, stored: readonly number[]): readonly number[] {
  let next = 0;
  return sample.stretches.map((stretch) => {
    const { length } = chunkLengths({ ...sample, stretches: [stretch] }, setting);
    const part = stored.slice(next, next + length);
    next += length;
    return part.reduce((total, bytes) => total + bytes, 0);
  });
}

/** Chunks in work at a time on average: threads without a processor wait, and so do threads without a chunk in the last turn. */
function parallelChunks(threads: number, chunks: number): number {
  const running = Math.max(1, Math.min(threads, availableParallelism(), chunks));
  return chunks / Math.ceil(chunks / running);
}

/** A smaller share of waiting is usual: starting threads, the system's own work. */
const BUSY_SHARE = 0.2;

/** Whether the threads waited for a processor for more than a fifth of the time, in all repeats together. */
function wasBusy(outcomes: readonly Timed[], parallel: number): boolean {
  const sum = (clock: 'elapsedNs' | 'cpuNs'): number =>
    outcomes.reduce((total, { compress, decompress }) => total + compress[clock] + decompress[clock], 0);
  return sum('cpuNs') < (1 - BUSY_SHARE) * parallel * sum('elapsedNs');
}

/** Mean over all repeats, for one pass. */
function cpuSeconds(times: readonly Timed['compress'][]): number {
  const passes = times.reduce((total, time) => total + time.passes, 0);
  return passes === 0 ? 0 : times.reduce((total, time) => total + time.cpuNs, 0) / passes / 1e9;
}

/** As `pack` allocates: a plain and a packed chunk for each chunk in work, and for two more that wait. */
function bufferBytes({ threads, chunkSizeBytes }: Setting): number {
  return (threads + 2) * 2 * chunkSizeBytes;
}
