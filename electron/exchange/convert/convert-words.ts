import { countWords } from '../../../shared/compare/words.js';
import type { ConvertedArray } from './convert.js';

/** What was done with the items of an array. */
export function doneWords({ counts, reason }: Pick<ConvertedArray, 'counts' | 'reason'>): string {
  if (!counts) return reason === undefined ? 'written' : `recompressed, because ${reason}`;
  const { moved, changed, filled } = counts;
  return [
    `${countWords(moved, 'chunk')} moved`,
    ...(changed > 0 ? [`${changed} cut or padded at the end of the array`] : []),
    ...(filled > 0 ? [`${filled} that were missing`] : []),
  ].join(', ');
}

/** Names the attributes that the output does not hold, as the end of a sentence. */
export function lostWords({ lostAttributes }: Pick<ConvertedArray, 'lostAttributes'>): string {
  return `${lostAttributes.slice(0, 10).join(', ')}${lostAttributes.length > 10 ? ', ...' : ''}`;
}
