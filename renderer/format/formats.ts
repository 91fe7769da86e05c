import { countOf, formatCount, formatShape } from './counts.js';
import { formatDuration, formatEstimate, formatRemaining } from './durations.js';
import { formatPercent, formatRatio, formatShare, formatTimes } from './ratios.js';
import { formatBytes, formatSize, formatSizeOf, formatSpeed, type Units } from './sizes.js';

/** All formatters of numbers, in the user's units. */
export function makeFormats(units: Units) {
  return {
    units,
    size: (sizeBytes: number) => formatSize(sizeBytes, units),
    sizeOf: (doneBytes: number, totalBytes: number) => formatSizeOf(doneBytes, totalBytes, units),
    speed: (bytesPerSecond: number) => formatSpeed(bytesPerSecond, units),
    bytes: formatBytes,
    count: formatCount,
    countOf,
    shape: formatShape,
    ratio: formatRatio,
    times: formatTimes,
    share: formatShare,
    percent: formatPercent,
    duration: formatDuration,
    remaining: formatRemaining,
    estimate: formatEstimate,
  } as const;
}

export type Formats = ReturnType<typeof makeFormats>;
