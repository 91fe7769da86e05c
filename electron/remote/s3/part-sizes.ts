/** The service's own limits are 5 MiB for every part but the last, 5 GiB for any, and 10,000 parts. */
const FIRST_PART_BYTES = 6 * 2 ** 20;
const FIRST_LEAST_BYTES = 5 * 2 ** 20;
const PARTS_OF_A_SIZE = 1000;
const COPIED_BYTES = 2 ** 30;

/**
 * Bytes of the part of this number, counted from 1. They double after each 1,000 parts, so that 10,000 parts hold more than the 5 TiB of
 * the largest object, and an object of 6 GB needs little memory.
 */
export function partBytes(number: number): number {
  return FIRST_PART_BYTES * growth(number);
}

/** Fewest bytes of the part of this number, which may be sent before it is full where copied bytes follow. */
export function leastPartBytes(number: number): number {
  return FIRST_LEAST_BYTES * growth(number);
}

/** Most bytes of a part that is copied on the server, which need not be in memory: as many as are copied within a request's time. */
export function copiedPartBytes(number: number): number {
  return Math.min(4 * COPIED_BYTES, Math.max(COPIED_BYTES, partBytes(number)));
}

function growth(number: number): number {
  return 2 ** Math.floor((number - 1) / PARTS_OF_A_SIZE);
}
