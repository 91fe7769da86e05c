import { STREAM_PREFIX } from '../../../shared/contract/stream-path.js';

/** Which stream an address asks for; its request is not checked yet. */
export interface StreamQuestion {
  readonly name: string;
  /** Undefined for what is no JSON, which no stream takes. */
  readonly request: unknown;
}

/** Reads the address that `streamPath` wrote; undefined for every other path. */
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
