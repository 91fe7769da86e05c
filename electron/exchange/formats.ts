import type { ArrayFormat } from './dataset.js';

/** Every format that arrays are read from and written to, in the order in which a path is tried. */
export const ARRAY_FORMATS: readonly ArrayFormat[] = [];
