/** Prefix of a stream's name in the path of its URL. */
export const STREAM_PREFIX = '/stream/';

/** Path and query of the URL of a stream, the same on every host (see streams.ts). */
export function streamPath(name: string, request: unknown): string {
  return `${STREAM_PREFIX}${encodeURIComponent(name)}?request=${encodeURIComponent(JSON.stringify(request))}`;
}
