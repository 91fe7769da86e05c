import { IoError } from '../../shared/format/errors.js';
import type { RandomReader } from '../engine/io/random-reader.js';
import { temporaryCopy } from '../engine/io/temporary-copy.js';
import { warn } from '../engine/io/warning.js';
import { headersFor } from './http/environment-headers.js';
import { HttpClient } from './http/http-client.js';
import { DEFAULT_HTTP_SETTINGS, type HttpSettings } from './http/http-settings.js';
import { type HttpFile, type OpenedHttp, openHttpSource } from './http/http-source.js';
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
  /** Most bytes in memory. Default: that of `rangeReader`. */
  readonly memoryBytes?: number;
  /**
   * Somebody chose the address in a window: headers of the environment go only to servers that it names. Default: the address is that of
   * a command line, whose server gets them.
   */
  readonly isOfWindow?: boolean;
  /** Most bytes of a file that is downloaded because its server sends no parts. Default: no limit. */
  readonly maxWholeBytes?: number;
  /** Called instead of a warning when a file is downloaded because its server sends no parts. */
  readonly onWholeFile?: () => void;
  /** Ends everything with a CancelledError. */
  readonly signal?: AbortSignal;
}

/** Opens an address for reading by position. The caller closes the reader. Throws IoError and ArgumentError. */
export function openRemoteReader(address: string, options: RemoteOptions = {}): Promise<RandomReader> {
  return openHttpReader({ url: parseAddress(address), name: printableAddress(address) }, options);
}

/** The same for a file whose requests are made in a way of their own. */
export async function openHttpReader(file: HttpFile, options: RemoteOptions = {}): Promise<RandomReader> {
  const { http, signal } = options;
  const headers = headersFor(file.url, !options.isOfWindow);
  const settings = { ...DEFAULT_HTTP_SETTINGS, headers, ...http, ...(signal && { signal }) };
  const client = new HttpClient(settings, file.isOfEnvironment ? file.url.origin : undefined);
  try {
    const opened = await openHttpSource(client, file);
    if (opened.kind === 'ranges') return rangeReader(opened.source, await rangeOptions(opened.source, options));
    const reader = await downloaded(client, file, opened, options);
    await client.close();
    return reader;
  } catch (error) {
    await client.close();
    throw error;
  }
}

type WholeFile = Extract<OpenedHttp, { kind: 'whole' }>;

/** All of a file whose server sends no parts. Throws IoError for one that is too large. */
async function downloaded(
  { settings }: HttpClient,
  { name }: HttpFile,
  { sizeBytes = 0, download }: WholeFile,
  { maxWholeBytes = Number.POSITIVE_INFINITY, onWholeFile }: RemoteOptions,
): Promise<RandomReader> {
  const tooLarge = () =>
    new IoError(
      'ENORANGES',
      `cannot read '${name}': the server sends no parts of files, and all of it is more than ${maxWholeBytes / 2 ** 20} MiB`,
      { file: name },
    );
  if (sizeBytes > maxWholeBytes) throw tooLarge();
  if (onWholeFile) onWholeFile();
  else warn(`the server sends no parts of files, so all of '${name}' is downloaded into a temporary file`);
  async function* pieces() {
    let receivedBytes = 0;
    for await (const piece of download()) {
      receivedBytes += piece.byteLength;
      if (receivedBytes > maxWholeBytes) throw tooLarge();
      yield piece;
    }
  }
  return withRetries(settings, settings.signal, () => temporaryCopy(pieces(), name));
}

/** Only content with a key that is never given to other bytes is kept on disk. */
async function rangeOptions(
  { contentKey }: RangeSource,
  { cache: wanted, memoryBytes }: RemoteOptions,
): Promise<RangeReaderOptions> {
  const settings = wanted === false ? undefined : (wanted ?? cacheSettings());
  const cache = settings && contentKey !== undefined ? await openRangeCache(settings, contentKey) : undefined;
  return { ...(cache && { cache }), ...(memoryBytes !== undefined && { memoryBytes }) };
}
