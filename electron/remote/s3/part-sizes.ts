/** The service's own limits are 5 MiB for every part but the last, and 10,000 parts. */
const FIRST_PART_BYTES = 8 * 2 ** 20;
const PARTS_OF_A_SIZE = 1000;

/**
 * Bytes of the part of this number, counted from 1. They double after each 1,000 parts, so that 10,000 parts hold more than the 5 TiB of
 * the largest object, and an object of 8 GB needs little memory.
 */
export function partBytes(number: number): number {
  return FIRST_PART_BYTES * 2 ** Math.floor((number - 1) / PARTS_OF_A_SIZE);
}
