import type { LookupFunction } from 'node:net';
import type { RetryPolicy } from '../retries.js';

/** How servers are asked. All times are in milliseconds. */
export interface HttpSettings extends RetryPolicy {
  /** Connections to one server, and so requests under way at the same time. */
  readonly connections: number;
  readonly connectTimeoutMs: number;
  /** Longest wait for the head of an answer, and between two pieces of its body. */
  readonly idleTimeoutMs: number;
  readonly maxRedirects: number;
  /** Sent to the server of the address, and never to another one that it redirects to. Names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * Whether servers on this machine and in private networks are asked: false where somebody else than the user of this machine may have
   * chosen the address. Then proxies are not used either, since a proxy would look the name up itself.
   */
  readonly privateAddresses: boolean;
  /** How names are looked up where private addresses are refused. Default: as the system does. */
  readonly lookup?: LookupFunction;
  /** Called with the number of bytes of each piece of a body that has arrived. */
  readonly onReceived?: (receivedBytes: number) => void;
  /** Ends all requests and waits with a CancelledError. */
  readonly signal?: AbortSignal;
}

export const DEFAULT_HTTP_SETTINGS: HttpSettings = {
  connections: 8,
  connectTimeoutMs: 15_000,
  idleTimeoutMs: 30_000,
  maxRedirects: 5,
  attempts: 6,
  firstDelayMs: 250,
  longestDelayMs: 8_000,
  longestRetryAfterMs: 60_000,
  headers: {},
  privateAddresses: true,
};
