import { useEffect } from 'react';
import { useReconnected } from './connection-context.js';
import type { Pager } from './pager.js';
import { useStore } from './store/use-store.js';

/** Renders as pages come, asks for failed ones again when the host is back, and cancels when the component goes. */
export function usePager(pager: Pager<string, unknown> | Pager<number, unknown>): void {
  useStore(pager);
  useReconnected(() => pager.retry());
  useEffect(() => () => pager.close(), [pager]);
}
