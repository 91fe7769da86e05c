import { expect, it } from 'vitest';
import { measuredRate } from '../../../../electron/host/handlers/batch-handlers.js';
import type { JobView } from '../../../../shared/contract/jobs.js';
import { batchOf } from '../batch-of.js';

const request = { ...batchOf(), items: [{ id: 'a', action: 'compress' as const }] };
const MIB = 2 ** 20;

function done(changes: Partial<JobView>): JobView {
  return {
    id: 'j',
    batchId: 'b',
    action: 'compress',
    state: 'done',
    source: { id: 's', name: 's.npy', folder: '~' },
    sourceBytes: 64 * MIB,
    doneBytes: 64 * MIB,
    elapsedMs: 1000,
    chunksDone: 64,
    grew: false,
    options: request.options,
    check: request.check,
    ...changes,
  };
}

it('is that of all jobs with the same action and options, weighted by their bytes', () => {
  const jobs = [done({}), done({ sourceBytes: 1000, elapsedMs: 400 }), done({ sourceBytes: 32 * MIB, elapsedMs: 600 })];
  expect(measuredRate(jobs, request)).toBeCloseTo((96 * MIB + 1000) / 2);
});

it('is unknown while only little was measured, or only unlike work', () => {
  const other = { ...request.options, codec: 'zstd' as const };
  expect(measuredRate([done({ sourceBytes: 3000 })], request)).toBeUndefined();
  expect(measuredRate([done({ options: other })], request)).toBeUndefined();
  expect(measuredRate([done({ check: 'none' })], request)).toBeUndefined();
  expect(measuredRate([done({ action: 'decompress' })], request)).toBeUndefined();
  expect(measuredRate([done({ state: 'failed' })], request)).toBeUndefined();
  const mixed = { ...request, items: [...request.items, { id: 'b', action: 'decompress' as const }] };
  expect(measuredRate([done({})], mixed)).toBeUndefined();
});
