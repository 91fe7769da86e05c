import type { Block } from './use-block.js';

/** What the picture after the shuffle shows. */
export function afterWords({ filter, planes }: Pick<Block, 'filter' | 'planes'>): {
  readonly title: string;
  readonly caption: string;
} {
  const { typesize } = planes;
  if (filter === 'bit') {
    return {
      title: 'After: bit shuffle, as the codec saw it',
      caption: `${typesize * 8} bands from top to bottom, one for each bit of an item`,
    };
  }
  const caption =
    typesize === 1
      ? 'Items of 1 byte: a byte shuffle changes nothing'
      : `${typesize} bands from top to bottom, one for each byte of an item`;
  return filter === 'byte'
    ? { title: 'After: byte shuffle, as the codec saw it', caption }
    : { title: 'With a byte shuffle, which was not used', caption };
}
