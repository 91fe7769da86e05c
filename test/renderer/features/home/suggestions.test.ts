import { describe, expect, it } from 'vitest';
import {
  candidatesOf,
  candidateWords,
  suggestedOf,
  suggestionReason,
  type Tried,
} from '../../../../renderer/features/home/suggestions.js';
import type { CompressOptions } from '../../../../shared/contract/intake.js';
import { defaultSettings } from '../../../../shared/contract/settings.js';

const [balanced] = defaultSettings.presets;
const options = balanced?.options as CompressOptions;

function tried(codec: CompressOptions['codec'], clevel: number, storedBytes: number): Tried {
  return { options: { ...options, codec, clevel }, storedBytes };
}

describe('settings to try', () => {
  it('are the presets, the present options, and lz4 and zstd with each filter, none twice', () => {
    const all = candidatesOf({ ...options, checksum: 'sha256' }, defaultSettings.presets);
    expect(all.map(candidateWords)).toEqual([
      'Balanced: lz4 · level 5 · byte shuffle',
      'Fastest: blosclz · level 1 · byte shuffle',
      'Smallest: zstd · level 9 · bit shuffle',
      'Reference defaults: blosclz · level 7 · byte shuffle',
      'lz4 · level 5 · byte shuffle',
      'lz4 · level 5 · bit shuffle',
      'lz4 · level 5 · no filter',
      'zstd · level 3 · byte shuffle',
      'zstd · level 3 · bit shuffle',
      'zstd · level 3 · no filter',
      'zstd · level 9 · byte shuffle',
      'zstd · level 9 · bit shuffle',
      'zstd · level 9 · no filter',
    ]);
    expect(candidatesOf(options, defaultSettings.presets)).toHaveLength(11);
  });
});

describe('the suggestion', () => {
  it('has the least work of those within 5 % of the smallest output', () => {
    const all = [tried('zstd', 9, 1000), tried('zstd', 3, 1030), tried('lz4', 5, 1049), tried('blosclz', 1, 1060)];
    expect(suggestedOf(all)).toBe(all[2]);
    expect(suggestionReason(all, 4000)).toContain('at most 5 % larger than the smallest');
    expect(suggestedOf([...all, tried('zlib', 9, 900)])?.options.codec).toBe('zlib');
    expect(suggestedOf([])).toBeUndefined();
  });

  it('says so when nothing makes the data smaller', () => {
    expect(suggestionReason([tried('lz4', 5, 1000)], 1010)).toContain('No setting makes these data noticeably smaller');
  });
});
