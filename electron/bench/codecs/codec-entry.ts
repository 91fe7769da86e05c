import type { MeasureOutcome, PassTimes } from '../../../native/measure.js';
import type { MeasuredCodec } from '../../../shared/compare/setting.js';
import type { MeasureRequest, Measurer } from './measurer.js';
import { chunkLengths, type Sample } from './sample.js';

/** A codec given as functions instead of by its name. */
export interface CodecEntry {
  compress(plain: Uint8Array): Uint8Array;
  decompress(stored: Uint8Array, plainBytes: number): Uint8Array;
}

/**
 * `measurer` with some codecs replaced by entries. Those run in JavaScript, on one thread, so their speeds mean little; they
 * are measured for their round trip.
 */
export function withEntries(
  measurer: Measurer,
  sample: Sample,
  entries: Partial<Readonly<Record<MeasuredCodec, CodecEntry>>>,
): Measurer {
  return {
    ...(measurer.codecs && { codecs: new Set([...measurer.codecs, ...Object.keys(entries)]) }),
    async measure(setting, request) {
      const entry = entries[setting.codec];
      if (!entry) return measurer.measure(setting, request);
      return measureEntry(entry, pieces(sample.bytes, chunkLengths(sample, setting)), request);
    },
  };
}

function pieces(bytes: Uint8Array, lengths: Uint32Array): readonly Uint8Array[] {
  let endByte = 0;
  return Array.from(lengths, (length) => {
    endByte += length;
    return bytes.subarray(endByte - length, endByte);
  });
}

function measureEntry(entry: CodecEntry, plain: readonly Uint8Array[], request: MeasureRequest): MeasureOutcome {
  const stored = plain.map((chunk) => entry.compress(chunk));
  const decompress = (): readonly Uint8Array[] =>
    stored.map((chunk, index) => entry.decompress(chunk, plain[index]?.byteLength ?? 0));
  if (request.isChecked) {
    const firstDifferentByte = firstDifference(plain, decompress());
    if (firstDifferentByte !== undefined) return { kind: 'mismatch', firstDifferentByte };
  }
  const storedLengths = Uint32Array.from(stored, (chunk) => chunk.byteLength);
  const compressed = timed(() => plain.map((chunk) => entry.compress(chunk)), request.minimumMs);
  return { kind: 'done', compress: compressed, decompress: timed(decompress, request.minimumMs), storedLengths };
}

function firstDifference(plain: readonly Uint8Array[], back: readonly Uint8Array[]): number | undefined {
  let startByte = 0;
  for (const [index, chunk] of plain.entries()) {
    const other = back[index] ?? new Uint8Array(0);
    const at = chunk.findIndex((byte, position) => byte !== other[position]);
    if (at >= 0) return startByte + at;
    if (other.byteLength !== chunk.byteLength) return startByte + chunk.byteLength;
    startByte += chunk.byteLength;
  }
  return undefined;
}

function timed(pass: () => unknown, minimumMs: number): PassTimes {
  const startMs = performance.now();
  let passes = 0;
  do {
    pass();
    passes++;
  } while (performance.now() - startMs < minimumMs);
  const elapsedNs = Math.max(1, (performance.now() - startMs) * 1e6);
  return { elapsedNs, passes, cpuNs: elapsedNs };
}
