import { useEffect, useSyncExternalStore } from 'react';
import { useReconnected } from '../api/connection-context.js';
import type { Pager } from './pager.js';

/** Renders as pages come, asks for failed ones again when the host is back, and cancels when the component goes. */
export function usePager(pager: Pager<string, unknown> | Pager<number, unknown>): void {
  useSyncExternalStore(pager.subscribe, pager.version);
  useReconnected(() => pager.retry());
  useEffect(() => () => pager.close(), [pager]);
}
