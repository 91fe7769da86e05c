/** Times go to the system as seconds in a double, which may make them a little earlier. */
const ROUNDING_MS = 1;

/**
 * Whether an output is not older than its source, by the times of their last changes in milliseconds. Outputs get the time of their
 * source, so that one that is older was made of an earlier state.
 */
export function isAsNewAs(outputMs: number, sourceMs: number): boolean {
  return outputMs > sourceMs - ROUNDING_MS;
}
