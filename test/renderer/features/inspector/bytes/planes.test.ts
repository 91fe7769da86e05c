import { describe, expect, it } from 'vitest';
import { picturePixels, pictureSize } from '../../../../../renderer/features/inspector/bytes/planes/BlockPicture.js';
import { afterWords, shuffledBytes } from '../../../../../renderer/features/inspector/bytes/planes/use-block.js';
import { colourTable } from '../../../../../renderer/ui/colour-maps.js';
import type { BytePlanes } from '../../../../../shared/contract/inspect/chunks.js';

describe('the picture of a block', () => {
  it('has rows of whole items', () => {
    expect(pictureSize(2 ** 20, 8)).toEqual({ width: 256, height: 4096 });
    expect(pictureSize(1000, 12)).toEqual({ width: 252, height: 4 });
    expect(pictureSize(10, 255)).toEqual({ width: 10, height: 1 });
    expect(pictureSize(0, 8)).toEqual({ width: 1, height: 0 });
  });

  it('has a pixel a byte, and none after the last', () => {
    const pixels = picturePixels(Uint8Array.of(0, 255, 7), { width: 2, height: 2 });
    const table = colourTable('cividis');
    expect([...pixels]).toEqual([table[0], table[255], table[7], 0]);
  });
});

describe('a byte shuffle that was not used', () => {
  it('puts bytes of the same place side by side, and an incomplete item at the end', () => {
    expect([...shuffledBytes(Uint8Array.of(1, 2, 3, 1, 2, 3, 9), 3)]).toEqual([1, 1, 2, 2, 3, 3, 9]);
  });
});

describe('the caption of the shuffled picture', () => {
  const planes = (typesize: number) => ({ typesize }) as BytePlanes;

  it('names the shuffle, and says when there was none', () => {
    expect(afterWords({ filter: 'bit', planes: planes(8) }).caption).toContain('64 bands');
    expect(afterWords({ filter: 'byte', planes: planes(8) }).caption).toContain('8 bands');
    expect(afterWords({ filter: 'none', planes: planes(8) }).title).toContain('was not used');
  });

  it('says that a byte shuffle of items of 1 byte changes nothing', () => {
    expect(afterWords({ filter: 'byte', planes: planes(1) }).caption).toContain('changes nothing');
  });
});
