import { describe, expect, test } from 'vitest';
import {
  armedFlag,
  FLAG_AT,
  type JournalContent,
  printHolder,
  printNewBytes,
  printUndo,
  readJournalContent,
} from '../../../../../electron/engine/in-place/journal/journal-format.js';
import type { Undo } from '../../../../../electron/engine/in-place/undo.js';
import { memoryReader } from '../../../../../electron/engine/io/memory-reader.js';
import { noise } from '../../../../native/samples.js';
import { joined } from '../append/containers.js';

const holder = { pid: 12, host: 'here', operation: 'append', since: '2026-01-01T00:00:00.000Z' };
const container = { inode: '5000000000000000001', device: '7', bornNs: '1795903527000000001' };

const undo: Undo = {
  sizeBytes: 5000,
  early: [
    { positionBytes: 400, bytes: noise(0) },
    { positionBytes: 4000, bytes: noise(1000) },
  ],
  late: [{ positionBytes: 0, bytes: noise(32) }],
  unusedSlots: { positionBytes: 40, lengthBytes: 80 },
  fingerprint: { ranges: [{ positionBytes: 3000, lengthBytes: 1000 }], sha256: 'ab' },
};
const newBytes = [{ positionBytes: 0, bytes: noise(32).reverse() }];

const head = printHolder(holder);
const armedHead = head.slice();
armedHead.set(armedFlag, FLAG_AT);
const undoPieces = printUndo({ id: 'one', container, undo });
const begun = joined(armedHead, ...undoPieces);
const ending = joined(begun, ...printNewBytes('one', newBytes));

const parse = (bytes: Uint8Array): Promise<JournalContent> => readJournalContent(memoryReader(bytes));

/** A journal whose undo has these fields instead of its own. */
function forged(facts: object): Uint8Array {
  const whole = { ...undo, ...facts } as Undo; // deliberately not what an edit writes
  return joined(armedHead, ...printUndo({ id: 'one', container, undo: whole }));
}

describe('a journal', () => {
  test('has the holder and the undo', async () => {
    expect(await parse(begun)).toEqual({ kind: 'undo', holder, id: 'one', container, undo, newBytes: [] });
  });

  test('has the new bytes of the late places, once they are known', async () => {
    expect(await parse(ending)).toEqual({ kind: 'undo', holder, id: 'one', container, undo, newBytes });
  });

  test('with new bytes that were cut anywhere, or are those of another edit, has none', async () => {
    for (let length = begun.byteLength; length < ending.byteLength; length++) {
      expect(await parse(ending.subarray(0, length))).toMatchObject({ kind: 'undo', newBytes: [] });
    }
    const stale = joined(begun, ...printNewBytes('other', newBytes));
    expect(await parse(stale)).toMatchObject({ kind: 'undo', newBytes: [] });
    const elsewhere = joined(begun, ...printNewBytes('one', [{ positionBytes: 1, bytes: noise(32) }]));
    expect(await parse(elsewhere)).toMatchObject({ kind: 'undo', newBytes: [] });
  });

  test('that is not armed has nothing to undo, also when it is incomplete', async () => {
    const idle = joined(head, ...undoPieces);
    for (let length = 0; length <= idle.byteLength; length++) {
      const found = await parse(idle.subarray(0, length));
      expect(found).toEqual({ kind: 'idle', holder: length >= head.byteLength ? holder : undefined });
    }
  });

  test('that is armed and was cut anywhere, or had any byte of the undo changed, is unknown', async () => {
    for (let length = FLAG_AT + 1; length < begun.byteLength; length++) {
      expect(await parse(begun.subarray(0, length))).toEqual({ kind: 'unknown', holder: undefined });
    }
    for (let at = head.byteLength; at < begun.byteLength; at++) {
      const damaged = begun.slice();
      damaged[at] = (damaged[at] ?? 0) ^ 0x10;
      expect(await parse(damaged)).toEqual({ kind: 'unknown', holder: undefined });
    }
  });

  test.each([
    ['a size that is no count', { sizeBytes: -1 }],
    ['a size beyond all files', { sizeBytes: 2 ** 60 }],
    ['a place behind the end', { early: [{ positionBytes: 4990, bytes: noise(11) }] }],
    ['a place at no byte', { late: [{ positionBytes: 0.5, bytes: noise(3) }] }],
    ['slots behind the end', { unusedSlots: { positionBytes: 0, lengthBytes: 2 ** 50 } }],
    ['slots before the start', { unusedSlots: { positionBytes: -8, lengthBytes: 8 } }],
    ['slots that are none', { unusedSlots: undefined }],
    [
      'more old bytes than the container has',
      { early: [1, 2, 3].map(() => ({ positionBytes: 0, bytes: noise(2000) })) },
    ],
    ['too many places', { late: Array.from({ length: 17 }, () => ({ positionBytes: 0, bytes: noise(1) })) }],
    ['no fingerprint', { fingerprint: undefined }],
    [
      'a fingerprint behind the end',
      { fingerprint: { ranges: [{ positionBytes: 0, lengthBytes: 5001 }], sha256: '' } },
    ],
    ['a fingerprint without ranges', { fingerprint: { sha256: '' } }],
  ])('with %s is unknown', async (_, facts) => {
    expect(await parse(forged(facts))).toEqual({ kind: 'unknown', holder: undefined });
  });

  test.each([
    ['another text', 'blpk-journal 3 +\n{}\n{}\n'],
    ['an earlier version', 'blpk-journal 1\n{}\n'],
    ['no end of line', 'x'.repeat(200_000)],
    [
      'an undo that is no object',
      'blpk-journal 2 +\n{}\nnull 74234e98afe7498fb5daf1f36ac2d78acc339464f950703b8c019892f982b90b\n',
    ],
  ])('of %s is unknown', async (_, text) => {
    expect(await parse(new TextEncoder().encode(text))).toEqual({ kind: 'unknown', holder: undefined });
  });

  test.each(['{pid', '[]', 'null', '{"pid":"1"}', '{"pid":1,"host":{},"operation":"append","since":""}'])(
    'with the holder %s names none',
    async (text) => {
      expect(await parse(new TextEncoder().encode(`blpk-journal 2 -\n${text}\n`))).toEqual({
        kind: 'idle',
        holder: undefined,
      });
    },
  );
});
