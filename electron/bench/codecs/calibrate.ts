import { availableParallelism } from 'node:os';
import type { BetterTypesize, Calibration, CalibrationPoint } from '../../../shared/compare/estimate.js';
import { plainCopy, type Setting } from '../../../shared/compare/setting.js';
import { CODECS, type CodecName } from '../../../shared/format/codecs.js';
import { throwIfCancelled } from '../../engine/operation.js';
import { type Measurer, nativeMeasurer } from './measurer.js';
import type { Sample } from './sample.js';

/** Enough to measure the speed of a level, little enough for all of them in a second. */
const PIECE_BYTES = 2 ** 19;
const MAX_MS = 1000;
/** The middle levels first: if time runs out, the neighbours' speeds are used for the ends. */
const LEVELS = [5, 1, 9];

export interface CalibrateOptions {
  readonly signal?: AbortSignal;
  /** Creates the measurer for the calibration's piece of the sample. Default: Blosc in native code. */
  readonly measurerOf?: (sample: Sample) => Measurer;
}

/** Measures roughly, for about a second, how fast each codec is on a piece from the middle of the sample. */
export async function calibrate(
  sample: Sample,
  typesize: number,
  { signal, measurerOf = nativeMeasurer }: CalibrateOptions = {},
): Promise<Calibration> {
  const piece = middlePiece(sample);
  const measurer = measurerOf(piece);
  const copy = await speedsOf(measurer, piece, plainCopy(1, PIECE_BYTES));
  const points: CalibrationPoint[] = [];
  const startMs = performance.now();
  for (const level of LEVELS) {
    for (const { name } of CODECS) {
      throwIfCancelled(signal);
      if (performance.now() - startMs > MAX_MS && level !== LEVELS[0]) break;
      const speeds = await speedsOf(measurer, piece, settingOf(name, level, typesize));
      if (speeds) points.push({ codec: name, level, ...speeds });
    }
  }
  const sampleBytes = Math.max(1, sample.bytes.byteLength);
  const better = await betterTypesize(measurer, piece, signal);
  return {
    points,
    copy: copy?.compress ?? LIKELY_COPY,
    cores: availableParallelism(),
    sampleBytes,
    ...(better && { betterTypesize: better }),
  };
}

/** What a typesize has to save to be worth its measurements. */
const WORTH = 0.98;

/** The small multiple of an item with which the piece packs best, if it is smaller by 2 % than with any typesize that the data suggest. */
async function betterTypesize(
  measurer: Measurer,
  piece: Sample,
  signal: AbortSignal | undefined,
): Promise<BetterTypesize | undefined> {
  const { typesizes: suggested = [], moreTypesizes = [] } = piece;
  if (suggested.length === 0) return undefined;
  const ratioOf = async (typesize: number): Promise<number> => {
    throwIfCancelled(signal);
    const request = { minimumMs: 0, isChecked: false, cancel: new Uint8Array(1) };
    const outcome = await measurer.measure(settingOf('lz4', 5, typesize), request).catch(() => undefined);
    const stored = outcome?.kind === 'done' ? outcome.storedLengths.reduce((sum, length) => sum + length, 0) : 0;
    return stored > 0 ? piece.bytes.byteLength / stored : 0;
  };
  let [suggestedRatio, typesize, ratio] = [0, 0, 0];
  for (const size of suggested) suggestedRatio = Math.max(suggestedRatio, await ratioOf(size));
  for (const size of moreTypesizes) {
    const found = await ratioOf(size);
    if (found > ratio) [typesize, ratio] = [size, found];
  }
  return suggestedRatio < WORTH * ratio ? { typesize, ratio, suggested, suggestedRatio } : undefined;
}

/** Bytes per second, assumed if even copying cannot be measured. */
const LIKELY_COPY = 5 * 2 ** 30;

function settingOf(codec: CodecName, level: number, typesize: number): Setting {
  return { codec, level, shuffle: 'byte', chunkSizeBytes: PIECE_BYTES, blocksizeBytes: 0, typesize, threads: 1 };
}

function middlePiece(sample: Sample): Sample {
  const length = Math.min(PIECE_BYTES, sample.bytes.byteLength);
  const startByte = Math.floor((sample.bytes.byteLength - length) / 2);
  return { ...sample, bytes: sample.bytes.subarray(startByte, startByte + length), stretches: [length] };
}

/** Undefined for a codec that is missing or fails; the run reports why. */
async function speedsOf(
  measurer: Measurer,
  piece: Sample,
  setting: Setting,
): Promise<{ readonly compress: number; readonly decompress: number } | undefined> {
  if (measurer.codecs && !measurer.codecs.has(setting.codec)) return undefined;
  const request = { minimumMs: 0, isChecked: true, cancel: new Uint8Array(1) };
  const outcome = await measurer.measure(setting, request).catch(() => undefined);
  if (outcome?.kind !== 'done') return undefined;
  const speed = ({ elapsedNs, passes }: { readonly elapsedNs: number; readonly passes: number }): number =>
    (Math.max(1, piece.bytes.byteLength) * Math.max(1, passes) * 1e9) / Math.max(1, elapsedNs);
  return { compress: speed(outcome.compress), decompress: speed(outcome.decompress) };
}
