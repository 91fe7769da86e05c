import {
  type BatchPlan,
  type BatchRequest,
  type EstimateSource,
  maxEstimateSources,
  type PlannedOutput,
  type SourceEstimate,
} from '../../../shared/contract/intake.js';
import type { Formats } from '../../format/formats.js';

/** The sources of a batch of which a sample is compressed, and how much of the batch each stands for. */
export interface BatchSample {
  readonly sources: readonly EstimateSource[];
  /** Source bytes that each of them stands for, and its own. */
  readonly weights: readonly { readonly bytes: number; readonly ownBytes: number }[];
  /** Source bytes of all that is compressed. */
  readonly totalBytes: number;
}

/** The predicted size of all containers of a batch. */
export interface Prediction {
  readonly sourceBytes: number;
  readonly storedBytes: number;
  readonly sampledBytes: number;
  /** All of the data were compressed, so that the size is exact. */
  readonly isExact: boolean;
}

/**
 * All sources that are compressed; of more than can be asked for at once, those at evenly distributed bytes of the batch, so that
 * large files are not missed. Undefined if nothing is compressed.
 */
export function sampleOf({ outputs }: BatchPlan, { items }: BatchRequest): BatchSample | undefined {
  const compressed = outputs.filter(({ item, sourceBytes }) => sourceBytes > 0 && items[item]?.action === 'compress');
  const totalBytes = compressed.reduce((sum, { sourceBytes }) => sum + sourceBytes, 0);
  if (totalBytes === 0) return undefined;
  const chosen =
    compressed.length <= maxEstimateSources
      ? compressed.map((output) => ({ output, bytes: output.sourceBytes }))
      : atEvenBytes(compressed, totalBytes);
  return {
    sources: chosen.map(({ output }) => sourceOf(output, items)),
    weights: chosen.map(({ output, bytes }) => ({ bytes, ownBytes: output.sourceBytes })),
    totalBytes,
  };
}

function sourceOf({ item, member }: PlannedOutput, items: BatchRequest['items']): EstimateSource {
  const { id = '', raw, typesize } = items[item] ?? {};
  return { id, ...(member !== undefined && { member }), ...(raw && { raw }), ...(typesize && { typesize }) };
}

function atEvenBytes(outputs: readonly PlannedOutput[], totalBytes: number) {
  const step = totalBytes / maxEstimateSources;
  const chosen: { readonly output: PlannedOutput; bytes: number }[] = [];
  let endByte = 0;
  let next = step / 2;
  for (const output of outputs) {
    endByte += output.sourceBytes;
    for (let isFirst = true; next < endByte; next += step, isFirst = false) {
      const last = chosen.at(-1);
      if (isFirst || !last) chosen.push({ output, bytes: step });
      else last.bytes += step;
    }
  }
  return chosen;
}

/** From the estimates of the sample; undefined if none of its sources could be read. */
export function predictionOf(
  { weights, totalBytes }: BatchSample,
  estimates: readonly SourceEstimate[],
): Prediction | undefined {
  const found = estimates.flatMap((estimate) => {
    const weight = weights[estimate.source];
    return weight ? [{ ...estimate, ...weight }] : [];
  });
  const sum = (of: (one: (typeof found)[number]) => number) => found.reduce((total, one) => total + of(one), 0);
  const knownBytes = sum(({ bytes }) => bytes);
  if (knownBytes === 0) return undefined;
  const storedBytes = sum(({ bytes, ownBytes, storedBytes: stored }) => (bytes / ownBytes) * stored);
  const sampledBytes = sum((one) => one.sampledBytes);
  return {
    sourceBytes: totalBytes,
    storedBytes: Math.round((storedBytes / knownBytes) * totalBytes),
    sampledBytes,
    isExact: knownBytes === totalBytes && found.every((one) => one.sampledBytes === one.plainBytes),
  };
}

/** `about 6.7 MiB (7.12×) by a sample of 16.0 MiB`. */
export function predictionWords(prediction: Prediction, format: Formats): string {
  const { sourceBytes, storedBytes, sampledBytes, isExact } = prediction;
  const size = `${format.size(storedBytes)} (${format.ratio(sourceBytes, storedBytes)})`;
  return isExact ? `compressed to ${size}` : `compressed to about ${size} by a sample of ${format.size(sampledBytes)}`;
}
