import { bloscVersion } from '../../../native/index.js';
import { type MeasureOutcome, measureChunks, packedRoom } from '../../../native/measure.js';
import type { Setting } from '../../../shared/compare/setting.js';
import { SHUFFLES } from '../../../shared/format/codecs.js';
import { chunkLengths, type Sample } from './sample.js';

/** How long to measure, and whether to check the round trip first. */
export interface MeasureRequest {
  /** Of each direction; whole passes over the sample. */
  readonly minimumMs: number;
  /** Begin with an untimed pass and compare every byte that comes back. */
  readonly isChecked: boolean;
  /** Byte 0 is set to make it stop. */
  readonly cancel: Uint8Array;
}

/** Times one setting on a sample. Rejects for what the codec refuses. Tests put another one here. */
export interface Measurer {
  /** Codecs that can be measured; undefined = all. */
  readonly codecs?: ReadonlySet<string>;
  measure(setting: Setting, request: MeasureRequest): Promise<MeasureOutcome>;
}

/** Blosc itself, timed in native code. Its buffers are made once and used for all settings. */
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

/** Written to once, so that no pass pays for getting pages from the system. */
function touched(sizeBytes: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(sizeBytes).fill(1);
}

function nativeSettings(setting: Setting): Parameters<typeof measureChunks>[0]['settings'] {
  const { codec, level, shuffle, typesize, blocksizeBytes } = setting;
  if (codec === 'copy') return 'copy';
  return { codec, clevel: level, shuffle: SHUFFLES[shuffle], typesize, blocksize: blocksizeBytes };
}
