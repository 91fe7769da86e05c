import { exponential, logNormal } from './distributions.js';
import { exactLog } from './exact-math.js';
import type { Random } from './random.js';

/** Samples a second of the recording. */
const SAMPLING_HZ = 20_000;
const RECORDING_SECONDS = 1800;
/** Mean time between two spikes of the median unit, and how much units differ (of the logarithm). */
const MEDIAN_INTERVAL_SECONDS = 0.2;
const INTERVAL_SPREAD = 0.8;

/**
 * Spike time stamps in milliseconds, unit after unit, each in order. A spike is detected at a sample of the recording, so that a
 * time is a whole number of samples: the low bits of the doubles repeat, the high ones hardly change from spike to spike.
 */
export function spikeTimes(random: Random): () => number {
  let meanSeconds = 0;
  let seconds = Number.POSITIVE_INFINITY;
  return () => {
    if (seconds >= RECORDING_SECONDS) {
      meanSeconds = logNormal(random, exactLog(MEDIAN_INTERVAL_SECONDS), INTERVAL_SPREAD);
      seconds = 0;
    }
    seconds += exponential(random, meanSeconds);
    return (Math.floor(seconds * SAMPLING_HZ) * 1000) / SAMPLING_HZ;
  };
}
