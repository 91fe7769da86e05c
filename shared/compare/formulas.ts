/**
 * What compression gains on a storage, by the formulas that the app prints. Speeds and bandwidths are bytes per second;
 * speeds count plain bytes, bandwidths bytes on the wire or disk.
 */

import type { Measured } from './result.js';

/** A codec's three numbers. No compression at all is `{ ratio: 1, compress: Infinity, decompress: Infinity }`. */
export interface Speeds {
  readonly ratio: number;
  readonly compress: number;
  readonly decompress: number;
}

/** The medians of a result. */
export function speedsOf({ ratio, compress, decompress }: Measured): Speeds {
  return { ratio, compress: compress.median, decompress: decompress.median };
}

/** The same on a storage, where a plain copy is uncompressed data: the codec takes no time. */
export function storedSpeedsOf(result: Measured): Speeds {
  return result.setting.codec === 'copy' ? UNCOMPRESSED : speedsOf(result);
}

/** The storage and how it is used. Disks and networks often write slower than they read. */
export interface Storage {
  readonly writeBandwidth: number;
  readonly readBandwidth: number;
  /** Whether codec and transfer run at the same time. False is the cautious assumption. */
  readonly overlap: boolean;
}

/** A storage that writes as fast as it reads. */
export function evenStorage(bandwidth: number, overlap = false): Storage {
  return { writeBandwidth: bandwidth, readBandwidth: bandwidth, overlap };
}

/** The bandwidth of an even storage that takes as long for one write and `reads` reads: (1 + n) / (1/Bw + n/Br). */
export function meanBandwidth(reads: number, { writeBandwidth, readBandwidth }: Omit<Storage, 'overlap'>): number {
  return (1 + reads) / (1 / writeBandwidth + reads / readBandwidth);
}

/** Plain data, no codec. */
export const UNCOMPRESSED: Speeds = {
  ratio: 1,
  compress: Number.POSITIVE_INFINITY,
  decompress: Number.POSITIVE_INFINITY,
};

/** The formula of `totalSeconds` without overlap, for display. */
export const TOTAL_FORMULA = 'T = S/Vc + S/(r·Bw) + n·(S/Vd + S/(r·Br))';

/** Plain bytes per second of writing: E_w. */
export function writeSpeed({ ratio, compress }: Speeds, { writeBandwidth, overlap }: Storage): number {
  return through(compress, ratio * writeBandwidth, overlap);
}

/** Plain bytes per second of reading: E_r. */
export function readSpeed({ ratio, decompress }: Speeds, { readBandwidth, overlap }: Storage): number {
  return through(decompress, ratio * readBandwidth, overlap);
}

function through(speed: number, transfer: number, overlap: boolean): number {
  return overlap ? Math.min(speed, transfer) : 1 / (1 / speed + 1 / transfer);
}

/** Seconds for one write and `reads` reads of `sizeBytes` plain bytes: T. */
export function totalSeconds(sizeBytes: number, reads: number, speeds: Speeds, storage: Storage): number {
  return sizeBytes / writeSpeed(speeds, storage) + (reads * sizeBytes) / readSpeed(speeds, storage);
}

/** Plain bytes per second over one write and `reads` reads: (1 + n)·S / T. */
export function totalSpeed(reads: number, speeds: Speeds, storage: Storage): number {
  return (1 + reads) / (1 / writeSpeed(speeds, storage) + reads / readSpeed(speeds, storage));
}

/** The parts of the time of one write and `reads` reads, in seconds, without overlap. */
export function timeParts(
  sizeBytes: number,
  reads: number,
  { ratio, compress, decompress }: Speeds,
  { writeBandwidth, readBandwidth }: Omit<Storage, 'overlap'>,
): { readonly compress: number; readonly transfer: number; readonly decompress: number } {
  return {
    compress: sizeBytes / compress,
    transfer: (sizeBytes / writeBandwidth + (reads * sizeBytes) / readBandwidth) / ratio,
    decompress: (reads * sizeBytes) / decompress,
  };
}

/** The bandwidth below which compression helps one direction: B* = V·(1 − 1/r), overlapped V itself; 0 where it never does. */
export function breakEvenBandwidth(speed: number, ratio: number, overlap = false): number {
  if (ratio <= 1) return 0;
  return overlap ? speed : speed * (1 - 1 / ratio);
}

/** The same for one write and `reads` reads, not overlapped: (1+n)·(1 − 1/r) / (1/Vc + n/Vd). */
export function totalBreakEven(reads: number, { ratio, compress, decompress }: Speeds): number {
  if (ratio <= 1) return 0;
  return ((1 + reads) * (1 - 1 / ratio)) / (1 / compress + reads / decompress);
}

/**
 * The mean bandwidth (`meanBandwidth`) below which the codec with the higher ratio finishes first, for one write and `reads` reads without overlap;
 * undefined when one codec is better at every bandwidth.
 */
export function crossoverBandwidth(reads: number, a: Speeds, b: Speeds): number | undefined {
  const codecSeconds = ({ compress, decompress }: Speeds): number => 1 / compress + reads / decompress;
  const bandwidth = ((1 + reads) * (1 / b.ratio - 1 / a.ratio)) / (codecSeconds(a) - codecSeconds(b));
  return Number.isFinite(bandwidth) && bandwidth > 0 ? bandwidth : undefined;
}
