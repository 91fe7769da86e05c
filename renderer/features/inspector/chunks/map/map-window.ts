import { wholeStep } from '../../../../ui/charts/axis-ticks.js';
import type { ChunkWindow } from './map-layout.js';

/** Fewer chunks than this are not worth to be come closer to. */
const MIN_CHUNKS = 200;

/** Shows `factor` times as many chunks, keeping one at its place as far as the ends allow. */
export function zoomWindow(shown: ChunkWindow, total: number, anchor: number, factor: number): ChunkWindow {
  const count = shown.end - shown.start;
  const wanted = Math.round(count * factor);
  const newCount = Math.min(total, Math.max(Math.min(MIN_CHUNKS, total), roundTo(wanted, wholeStep(wanted / 100))));
  const share = count === 0 ? 0 : (anchor - shown.start) / count;
  const zoomed = windowFrom(anchor - share * newCount, newCount, total);
  const unit = roundness(newCount);
  // Making the start round may have moved the chunk over the edge.
  if (anchor < zoomed.start) return windowFrom(zoomed.start - unit, newCount, total);
  return anchor < zoomed.end ? zoomed : windowFrom(zoomed.start + unit, newCount, total);
}

/** The same count of chunks, moved by a share of it. */
export function panWindow(shown: ChunkWindow, total: number, share: number): ChunkWindow {
  const count = shown.end - shown.start;
  return windowFrom(shown.start + share * count, count, total);
}

/** Moves, as little as whole windows allow, so that a chunk is in sight. Answers the same window when it already is. */
export function windowWith(shown: ChunkWindow, total: number, chunkIndex: number): ChunkWindow {
  if (chunkIndex >= shown.start && chunkIndex < shown.end) return shown;
  const count = shown.end - shown.start;
  return windowFrom(Math.floor(chunkIndex / count) * count, count, total);
}

/** Starts are round, so that the labels of the rows are. */
function windowFrom(start: number, count: number, total: number): ChunkWindow {
  const unit = roundness(count);
  const latest = Math.ceil(Math.max(0, total - count) / unit) * unit;
  const from = Math.min(Math.max(0, roundTo(start, unit)), latest);
  return { start: from, end: Math.min(total, from + count) };
}

function roundness(count: number): number {
  return wholeStep(count / 20);
}

function roundTo(value: number, unit: number): number {
  return Math.round(value / unit) * unit;
}
