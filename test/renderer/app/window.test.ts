import { describe, expect, it } from 'vitest';
import { describeDrag } from '../../../renderer/app/drop/describe-drag.js';
import { documentTitle } from '../../../renderer/app/subject-context.js';
import { queueFraction, queueWords } from '../../../renderer/data/queue/queue-sums.js';

const totals = {
  sourceBytes: 200,
  doneBytes: 69,
  fraction: 0.345,
  elapsedMs: 0,
  paused: 0,
  running: 1,
  waiting: 10,
  attention: 2,
  finished: 8,
};

it('shows progress before the subject while jobs run', () => {
  expect(documentTitle('t2m.npy', 0.349)).toBe('34 % · t2m.npy — Bloscpack Studio');
  expect(documentTitle('Home', undefined)).toBe('Home — Bloscpack Studio');
});

it('describes the queue in a few words', () => {
  expect(queueWords({ paused: false, totals })).toBe('1 running, 10 waiting, 2 need attention');
  expect(queueWords({ paused: true, totals: { ...totals, attention: 1 } })).toBe(
    'Paused, 1 running, 10 waiting, 1 needs attention',
  );
  expect(queueWords({ paused: false, totals: { ...totals, running: 0, waiting: 0, attention: 0 } })).toBe(
    'No jobs running',
  );
  expect(queueFraction({ paused: false, totals })).toBeCloseTo(0.345);
  expect(queueFraction({ paused: false, totals: { ...totals, running: 0, waiting: 0 } })).toBeUndefined();
});

describe('describeDrag', () => {
  const file = (type: string) => ({ kind: 'file', type });
  const npy = file('application/x-npy');
  const blp = file('application/x-bloscpack');

  it.each([
    [[npy, npy, npy], false, '3 files — compress'],
    [[npy], true, '1 file — decompress'],
    [[blp], false, '1 file — decompress'],
    [[npy, npy, blp], false, 'Mixed: 2 to compress, 1 to decompress'],
    [[npy, npy, blp], true, 'Mixed: 1 to compress, 2 to decompress'],
    [[npy, file('')], false, '2 files — compress or decompress, by file type'],
    [[file('')], true, '1 file — the opposite of the usual action'],
  ])('says what a drop of %j does with Alt %s', (items, flipped, sentence) => {
    expect(describeDrag(items, flipped)).toBe(sentence);
  });

  it('says nothing about dragged text', () => {
    expect(describeDrag([{ kind: 'string', type: 'text/plain' }], false)).toBeUndefined();
  });
});
