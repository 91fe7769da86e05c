import type { RandomReader } from '../engine/io/random-reader.js';
import { temporaryCopy } from '../engine/io/temporary-copy.js';
import { warn } from '../engine/io/warning.js';
import { HEADERS_VARIABLE, parseHeaders } from './http/environment-headers.js';
import { HttpClient } from './http/http-client.js';
import { DEFAULT_HTTP_SETTINGS, type HttpSettings } from './http/http-settings.js';
import { type HttpFile, openHttpSource } from './http/http-source.js';
import { type CacheSettings, cacheSettings } from './ranges/cache-settings.js';
import { openRangeCache } from './ranges/range-cache.js';
import { type RangeReaderOptions, rangeReader } from './ranges/range-reader.js';
import type { RangeSource } from './ranges/range-source.js';
import { parseAddress, printableAddress } from './remote-address.js';
import { withRetries } from './retries.js';

/** What a caller may decide; what is absent is as `DEFAULT_HTTP_SETTINGS` and the environment say. */
export interface RemoteOptions {
  readonly http?: Partial<HttpSettings>;
  /** Where ranges are kept for the next time; false: nowhere. Default: as the environment says. */
  readonly cache?: CacheSettings | false;
  /** Ends everything with a CancelledError. */
  readonly signal?: AbortSignal;
}

/** Opens an address for reading by position. The caller closes the reader. Throws IoError and ArgumentError. */
export function openRemoteReader(address: string, options: RemoteOptions = {}): Promise<RandomReader> {
  return openHttpReader({ url: parseAddress(address), name: printableAddress(address) }, options);
}

/** The same for a file whose requests are made in a way of their own. */
export async function openHttpReader(
  file: HttpFile,
  { http, signal, cache }: RemoteOptions = {},
): Promise<RandomReader> {
  const headers = parseHeaders(process.env[HEADERS_VARIABLE] ?? '');
  const client = new HttpClient({ ...DEFAULT_HTTP_SETTINGS, headers, ...http, ...(signal && { signal }) });
  try {
    const opened = await openHttpSource(client, file);
    if (opened.kind === 'ranges') return rangeReader(opened.source, await cacheFor(opened.source, cache));
    warn(`the server sends no parts of files, so all of '${file.name}' is downloaded into a temporary file`);
    const reader = await withRetries(client.settings, signal, () => temporaryCopy(opened.download(), file.name));
    await client.close();
    return reader;
  } catch (error) {
    await client.close();
    throw error;
  }
}

/** Only content with a key that is never given to other bytes is kept. */
async function cacheFor({ contentKey }: RangeSource, cache: RemoteOptions['cache']): Promise<RangeReaderOptions> {
  const settings = cache === false ? undefined : (cache ?? cacheSettings());
  const opened = settings && contentKey !== undefined ? await openRangeCache(settings, contentKey) : undefined;
  return opened ? { cache: opened } : {};
}
