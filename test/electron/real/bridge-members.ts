import type { Transport } from '../../../shared/contract/transport.js';

/** The members of the contract's transport: one that is added or removed there does not compile here. */
const members = {
  admit: true,
  call: true,
  downloadUrl: true,
  dragOut: true,
  streamUrl: true,
  subscribe: true,
} as const satisfies Record<keyof Transport, true>;

/** All that the preload script gives the page, sorted. */
export const bridgeMembers: readonly string[] = Object.keys(members).sort();
