import type { OutlierGroup } from '../../../../shared/contract/inspect/chunks.js';
import { formatCount } from '../../../format/counts.js';
import { rangeWords } from './chunk-words.js';
import { shortRatio } from './ratio-scale.js';

/** `8 stored uncompressed`, `3 above 17×`. */
export function groupWords({ kind, count, bound = 0 }: OutlierGroup): string {
  const counted = formatCount(count);
  switch (kind) {
    case 'stored':
      return `${counted} stored uncompressed`;
    case 'high':
      return `${counted} above ${shortRatio(bound)}`;
    case 'low':
      return `${counted} below ${shortRatio(bound)}`;
    case 'bad':
      return `${counted} with a wrong checksum or unreadable`;
  }
}

/** Where they are: `412 to 419`, or `from 1,663` for many runs. */
export function placeWords({ count, ranges }: OutlierGroup): string {
  const [first] = ranges;
  if (!first) return '';
  return first[1] - first[0] === count ? rangeWords(first) : `from ${formatCount(first[0])}`;
}
