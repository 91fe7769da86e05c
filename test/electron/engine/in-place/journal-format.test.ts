import { describe, expect, test } from 'vitest';
import { parseJournal, printHolder, printUndo } from '../../../../electron/engine/in-place/journal-format.js';
import type { Undo } from '../../../../electron/engine/in-place/undo.js';
import { noise } from '../../../native/samples.js';
import { joined } from './append/containers.js';

const holder = { pid: 12, host: 'here', operation: 'append', since: '2026-01-01T00:00:00.000Z' };

const undo: Undo = {
  sizeBytes: 5000,
  patches: [
    { positionBytes: 0, bytes: noise(32) },
    { positionBytes: 400, bytes: noise(0) },
    { positionBytes: 4000, bytes: noise(1000) },
  ],
  unusedSlots: { positionBytes: 40, lengthBytes: 80 },
  witness: { positionBytes: 3000, lengthBytes: 1000, sha256: 'ab' },
};

const head = printHolder(holder);
const journal = joined(head, ...printUndo(undo));

describe('a journal', () => {
  test('says who works and what to undo', () => {
    expect(parseJournal(journal)).toEqual({ holder, undo, undoDigest: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  test('tells one undo from another', () => {
    const other = joined(head, ...printUndo({ ...undo, sizeBytes: 5001 }));
    expect(parseJournal(other).undoDigest).not.toBe(parseJournal(journal).undoDigest);
  });

  test('with bytes behind the undo is read all the same', () => {
    expect(parseJournal(joined(journal, noise(100))).undo).toEqual(undo);
  });

  test('that was cut anywhere has nothing to undo', () => {
    for (let length = 0; length < journal.byteLength; length++) {
      const { undo: found, holder: who } = parseJournal(journal.subarray(0, length));
      expect(found).toBeUndefined();
      expect(who).toEqual(length >= head.byteLength ? holder : undefined);
    }
  });

  test('with any byte of the undo changed has nothing to undo', () => {
    for (let at = head.byteLength; at < journal.byteLength; at++) {
      const damaged = journal.slice();
      damaged[at] = (damaged[at] ?? 0) ^ 0x10;
      expect(parseJournal(damaged).undo).toBeUndefined();
    }
  });

  test.each([
    ['nothing', ''],
    ['another text', 'blpk-journal 2\n{}\n{}\n'],
    ['no end of line', 'x'.repeat(200_000)],
    ['a holder that is no JSON', 'blpk-journal 1\n{pid\n'],
  ])('of %s says nothing', (_, text) => {
    expect(parseJournal(new TextEncoder().encode(text))).toMatchObject({ holder: undefined, undo: undefined });
  });
});
