import type { BatchRequest } from '../../../shared/contract/intake.js';
import { defaultSettings } from '../../../shared/contract/settings.js';

const options = {
  codec: 'lz4',
  clevel: 5,
  shuffle: 'byte',
  chunkSizeBytes: 2 ** 20,
  blocksizeBytes: 0,
  checksum: 'adler32',
  offsets: true,
} as const;

/** A batch without items, with the settings of a new user. */
export function batchOf(): Omit<BatchRequest, 'items'> {
  return {
    options,
    place: { kind: 'beside' },
    nameTemplate: defaultSettings.nameTemplate,
    check: 'compare',
    trashSources: false,
  };
}
