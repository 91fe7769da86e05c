/** What stands before a stream's name in the path of its address. */
export const STREAM_PREFIX = '/stream/';

/** Path and query at which the page fetches an answer in bytes, the same on every host (see streams.ts). */
export function streamPath(name: string, request: unknown): string {
  return `${STREAM_PREFIX}${encodeURIComponent(name)}?request=${encodeURIComponent(JSON.stringify(request))}`;
}
