import { describe, expect, it } from 'vitest';
import {
  blocksText,
  codecText,
  filterText,
  integrityOf,
  payloadRatioWords,
  shareText,
} from '../../../../../renderer/features/inspector/overview/overview-words.js';
import { makeFormats } from '../../../../../renderer/format/formats.js';

const group = {
  chunks: 3,
  codec: 'lz4 family',
  filter: 'byte',
  blocksSplit: true,
  typesize: 8,
  blocksize: 262_144,
  ratio: 4.45,
} as const;

describe('the codec table', () => {
  it('says that lz4 and lz4hc have one id in the format', () => {
    expect(codecText(group)).toBe('LZ4 family (lz4 or lz4hc)');
  });

  it('says that a filter has no effect on stored chunks and on single bytes', () => {
    expect(filterText({ ...group, codec: 'stored' })).toBe('no effect');
    expect(filterText({ ...group, typesize: 1 })).toBe('no effect');
    expect(filterText(group)).toBe('byte shuffle');
  });

  it('never guesses the level', () => {
    const summary = { basis: { kind: 'all', chunks: 3 }, groups: [group] } as const;
    expect(blocksText(summary, makeFormats('iec'))).toMatch(
      /^Level: not recorded by the format\. .*split into 8 streams/,
    );
  });
});

describe('integrityOf', () => {
  const sums = { match: 0, mismatch: 0, unreadable: 0, unchecked: 0 };

  it('is verified only when every chunk matches', () => {
    expect(integrityOf({ ...sums, match: 9 })).toBe('verified');
    expect(integrityOf({ ...sums, match: 8, unchecked: 1 })).toBe('partly');
    expect(integrityOf({ ...sums, unchecked: 9 })).toBe('unchecked');
  });

  it('is damaged when one chunk is', () => {
    expect(integrityOf({ ...sums, match: 8, mismatch: 1 })).toBe('damaged');
    expect(integrityOf({ ...sums, unreadable: 1, unchecked: 8 })).toBe('damaged');
  });
});

describe('shareText', () => {
  it('shows small shares with two decimals', () => {
    expect(shareText(32, 247_332)).toBe('0.01 %');
    expect(shareText(182_640, 247_332)).toBe('73.8 %');
    expect(shareText(1, 0)).toBe('–');
  });
});

describe('the ratio of the payload', () => {
  const format = makeFormats('iec');
  const regions = (...kinds: readonly ('payload' | 'unknown')[]) => ({
    container: { regions: kinds.map((region) => ({ region, sizeBytes: 100, basis: 'exact' as const })) } as never,
  });

  it('is that of all chunks', () => {
    const whole = { plainBytes: 250, problems: [], ...regions('payload') };
    expect(payloadRatioWords(whole, 100, format)).toBe('2.50×');
  });

  it('is not given where only some chunks are known: their payload is less than that of all data', () => {
    const inPart = { plainBytes: 250, problems: [], ...regions('payload', 'unknown') };
    expect(payloadRatioWords(inPart, 100, format)).toBe('');
  });
});
