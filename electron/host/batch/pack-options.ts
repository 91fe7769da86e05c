import type { CompressOptions, IntakeItem } from '../../../shared/contract/intake.js';

/** The batch's options, changed by those of one item. */
export function itemOptions(options: CompressOptions, item: Pick<IntakeItem, 'typesize'>): CompressOptions {
  return item.typesize === undefined ? options : { ...options, typesize: item.typesize };
}
