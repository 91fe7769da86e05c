import { describe, expect, test } from 'vitest';
import { followingBytes } from '../../../../electron/engine/container/following.js';
import { ForwardReader } from '../../../../electron/engine/io/forward-reader.js';
import { memoryReader } from '../../../../electron/engine/io/memory-reader.js';

const END_BYTE = 5;
const behind = (text: string) => new TextEncoder().encode(`chunk${text}`);

describe.each([
  ['a file', (bytes: Uint8Array) => memoryReader(bytes)],
  ['a stream', (bytes: Uint8Array) => new ForwardReader([bytes], 'stdin')],
])('behind the last chunk of %s', (_, open) => {
  test.each([
    ['', 'none'],
    ['b', 'bytes'],
    ['blp', 'bytes'],
    ['rest', 'bytes'],
    ['blpk', 'container'],
    ['blpk and more', 'container'],
  ])('%j is reported as %s', async (text, following) => {
    expect(await followingBytes(open(behind(text)), END_BYTE)).toBe(following);
  });
});
