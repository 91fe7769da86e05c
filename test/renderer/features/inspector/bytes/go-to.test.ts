import { describe, expect, it } from 'vitest';
import { parseTarget } from '../../../../../renderer/features/inspector/bytes/GoTo.js';

const limits = { fileBytes: 544_556_937, chunks: 2283 };

describe('Go to', () => {
  it('understands offsets in hex and decimal', () => {
    expect(parseTarget(' 0x10 ', limits)).toEqual({ kind: 'byte', byte: 16 });
    expect(parseTarget('0X313C8', limits)).toEqual({ kind: 'byte', byte: 201_672 });
    expect(parseTarget('201,672', limits)).toEqual({ kind: 'byte', byte: 201_672 });
  });

  it('understands chunks and their blocks', () => {
    expect(parseTarget('chunk 412', limits)).toEqual({ kind: 'chunk', selection: { chunkIndex: 412 } });
    expect(parseTarget('Chunk 1,412 block 3', limits)).toEqual({
      kind: 'chunk',
      selection: { chunkIndex: 1412, blockIndex: 3 },
    });
  });

  it('understands bytes and text to search for', () => {
    expect(parseTarget(' = 62 6C ', limits)).toEqual({ kind: 'pattern', pattern: '62 6C' });
    expect(parseTarget('"blpk"', limits)).toEqual({ kind: 'pattern', pattern: '"blpk"' });
    expect(parseTarget('= "a b"', limits)).toEqual({ kind: 'pattern', pattern: '"a b"' });
  });

  it('says what is possible when the text is not', () => {
    expect(parseTarget('544556937', limits)).toMatchObject({
      kind: 'problem',
      message: expect.stringContaining('544556936'),
    });
    expect(parseTarget('chunk 2283', limits)).toMatchObject({ kind: 'problem', message: 'The last chunk is 2282.' });
    expect(parseTarget('chunk 0', { ...limits, chunks: 0 })).toMatchObject({ kind: 'problem' });
    expect(parseTarget('12z', limits)).toMatchObject({ kind: 'problem' });
    expect(parseTarget('-1', limits)).toMatchObject({ kind: 'problem' });
  });
});
