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
    const speeds = (direction: 'compress' | 'decompress') =>
      seriesOf(this.#outcomes.map((outcome) => bytesPerSecond(plainBytes, outcome[direction])));
    const [compress, decompress] = [speeds('compress'), speeds('decompress')];
    return {
      setting: this.setting,
      plainBytes,
      ...this.#sizes(),
      compress,
      decompress,
      compressCpuSeconds: cpuSeconds(this.#outcomes.map((outcome) => outcome.compress)),
      decompressCpuSeconds: cpuSeconds(this.#outcomes.map((outcome) => outcome.decompress)),
      memoryBytes: bufferBytes(this.setting),
      flags: flagsOf([compress, decompress], isTiny(facts)),
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

function bytesPerSecond(plainBytes: number, { elapsedNs, passes }: Timed['compress']): number {
  return (plainBytes * passes * 1e9) / Math.max(elapsedNs, 1);
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
