import type { Transport } from '../../shared/contract/transport.js';

declare global {
  interface Window {
    /** Put there by the preload script, in Electron only. */
    readonly bloscpack?: Transport;
  }
}

/** The preload script's bridge; undefined in a browser. */
export function electronTransport(): Transport | undefined {
  return window.bloscpack;
}
