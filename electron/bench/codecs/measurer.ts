import { bloscVersion } from '../../../native/index.js';
import { type MeasureOutcome, measureChunks, packedRoom } from '../../../native/measure.js';
import type { Setting } from '../../../shared/compare/setting.js';
import { SHUFFLES } from '../../../shared/format/codecs.js';
import { chunkLengths, type Sample } from './sample.js';

/** How long to measure, and whether to check the round trip first. */
export interface MeasureRequest {
  /** Minimum time for each direction; whole passes over the sample. */
  readonly minimumMs: number;
  /** Start with an untimed pass and compare every decompressed byte. */
  readonly isChecked: boolean;
  /** Setting byte 0 stops the measurement. */
  readonly cancel: Uint8Array;
}

/** Times one setting on a sample. Rejects for settings that the codec refuses. Tests pass another implementation. */
export interface Measurer {
  /** Codecs that can be measured; undefined = all. */
  readonly codecs?: ReadonlySet<string>;
  measure(setting: Setting, request: MeasureRequest): Promise<MeasureOutcome>;
}

/** Blosc, timed in native code. Its buffers are allocated once and used for all settings. */
export function nativeMeasurer(sample: Sample): Measurer {
  const back = touched(sample.bytes.byteLength);
  let packed = new Uint8Array(0);
  return {
    codecs: new Set([...Object.keys(bloscVersion().codecs), 'copy']),
    measure(setting, request) {
      const lengths = chunkLengths(sample, setting);
      const room = packedRoom(sample.bytes.byteLength, lengths.length);
      if (packed.byteLength < room) packed = touched(room);
      return measureChunks({
        plain: sample.bytes,
        chunkLengths: lengths,
        packed,
        back,
        settings: nativeSettings(setting),
        threads: setting.threads,
        ...request,
      });
    },
  };
}

/** A buffer whose pages have been written once, so that no pass includes their allocation. */
function touched(sizeBytes: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(sizeBytes).fill(1);
}

function nativeSettings(setting: Setting): Parameters<typeof measureChunks>[0]['settings'] {
  const { codec, level, shuffle, typesize, blocksizeBytes } = setting;
  if (codec === 'copy') return 'copy';
  return { codec, clevel: level, shuffle: SHUFFLES[shuffle], typesize, blocksize: blocksizeBytes };
}
