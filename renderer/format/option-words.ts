import type { CompressOptions } from '../../shared/contract/intake.js';
import { spellSize } from './size-text.js';

const filterNames = {
  none: 'no filter',
  byte: 'byte shuffle',
  bit: 'bit shuffle',
} as const satisfies Record<CompressOptions['shuffle'], string>;

/** The options in one line, the codec apart: `level 5`, `byte shuffle`, `typesize from dtype`, `chunk 1M`, `adler32`. */
export function optionWords(options: CompressOptions): readonly string[] {
  const { clevel, shuffle, typesize, chunkSizeBytes, checksum, offsets, appendable } = options;
  return [
    `level ${clevel}`,
    filterNames[shuffle],
    ...(shuffle === 'none' ? [] : [`typesize ${typesize ?? 'from dtype'}`]),
    `chunk ${spellSize(chunkSizeBytes)}`,
    checksum === 'None' ? 'no checksum' : checksum,
    ...(offsets ? [] : ['no offsets']),
    ...(offsets && appendable === false ? ['no room for appending'] : []),
  ];
}
