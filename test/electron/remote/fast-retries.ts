import type { RemoteOptions } from '../../../electron/remote/open-remote.js';

/** As in earnest, but with waits so short that a test does not notice them. */
export const fastRetries: RemoteOptions = {
  http: { attempts: 4, firstDelayMs: 1, longestDelayMs: 4, connectTimeoutMs: 60_000, idleTimeoutMs: 60_000 },
};
