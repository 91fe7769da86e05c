import type { RemoteOptions } from '../../../electron/remote/open-remote.js';

/** As in earnest, but with waits so short that a test does not notice them, and nothing on disk. */
export const fastRetries: RemoteOptions = {
  cache: false,
  http: { attempts: 4, firstDelayMs: 1, longestDelayMs: 4, connectTimeoutMs: 60_000, idleTimeoutMs: 60_000 },
};
