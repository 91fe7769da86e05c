import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseSize } from '../../../shared/format/sizes.js';

/** Where ranges are kept for the next time, and how many bytes of them at most. */
export interface CacheSettings {
  readonly folder: string;
  readonly maxBytes: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_MAX_BYTES = 256 * 2 ** 20;

/**
 * By the environment: BLPK_CACHE_SIZE is `off`, 0, or a size such as `1G`; BLPK_CACHE_DIR names another folder. Undefined: nothing is
 * kept. Throws ArgumentError for a size that is none.
 */
export function cacheSettings(environment: Environment = process.env): CacheSettings | undefined {
  const { BLPK_CACHE_SIZE: size } = environment;
  const maxBytes = size === undefined || size === '' ? DEFAULT_MAX_BYTES : size === 'off' ? 0 : parseSize(size);
  return maxBytes > 0 ? { folder: cacheFolder(environment), maxBytes } : undefined;
}

/** The folder of this user for what can be had again. */
export function cacheFolder(environment: Environment = process.env): string {
  const { BLPK_CACHE_DIR, XDG_CACHE_HOME, LOCALAPPDATA } = environment;
  if (BLPK_CACHE_DIR) return BLPK_CACHE_DIR;
  const home = homedir();
  if (process.platform === 'win32') return join(LOCALAPPDATA || join(home, 'AppData', 'Local'), 'blpk', 'cache');
  if (process.platform === 'darwin') return join(home, 'Library', 'Caches', 'blpk');
  return join(XDG_CACHE_HOME || join(home, '.cache'), 'blpk');
}
