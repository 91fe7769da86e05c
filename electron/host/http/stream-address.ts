import { STREAM_PREFIX } from '../../../shared/contract/stream-path.js';

/** The stream that a URL requests; its request has not been checked. */
export interface StreamQuestion {
  readonly name: string;
  /** Undefined for invalid JSON, which every stream refuses. */
  readonly request: unknown;
}

/** Parses a URL made by `streamPath`; undefined for any other path. */
export function streamQuestion(pathname: string, query: URLSearchParams): StreamQuestion | undefined {
  if (!pathname.startsWith(STREAM_PREFIX)) return undefined;
  return { name: pathname.slice(STREAM_PREFIX.length), request: parsed(query.get('request') ?? '') };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
