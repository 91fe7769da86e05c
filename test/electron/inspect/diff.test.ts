import { describe, expect, onTestFinished, test } from 'vitest';
import { Inspector } from '../../../electron/inspect/inspector.js';
import type { TaskProgress } from '../../../shared/contract/inspect/tasks.js';
import { fixturePath, readFixture } from '../../fixtures.js';
import { until } from '../../until.js';
import { orderOf } from './inspectors.js';
import { scratchFile } from './scratch.js';

/** Opens two files in one inspector. */
async function openBoth(left: string, right: string) {
  const progress: TaskProgress[] = [];
  const inspector = new Inspector((event) => {
    if (event.name === 'inspect.task') progress.push(event.payload as TaskProgress);
  });
  onTestFinished(() => inspector.end());
  const ids = {
    left: (await inspector.calls.open(orderOf(left))).document,
    right: (await inspector.calls.open(orderOf(right))).document,
  };
  return {
    diff: () => inspector.calls['inspect.diff'](ids),
    async compareData(tolerance?: number) {
      inspector.calls['inspect.start']({ kind: 'diff-data', request: { ...ids, tolerance } });
      await until(() => progress.some(({ state }) => state !== 'running'));
      return progress.at(-1);
    },
  };
}

describe('two documents side by side', () => {
  test('list the fields, metadata and chunks that differ', async () => {
    const { diff } = await openBoth(fixturePath('golden', 'codec_lz4.blp'), fixturePath('golden', 'codec_zlib.blp'));
    const { fields, chunks, comparable } = await diff();
    expect(comparable).toBe(false);
    expect(fields.find(({ name }) => name === 'nchunks')).toEqual({
      name: 'nchunks',
      left: '3',
      right: '3',
      same: true,
    });
    expect(chunks).toMatchObject({ left: 3, right: 3, differing: 3 });
    expect(chunks.course).toHaveLength(3);
    expect(chunks.largest).toHaveLength(3);
  });

  test('a container and the .npy file it was made of hold the same data', async () => {
    const { diff, compareData } = await openBoth(
      fixturePath('golden', 'ndarray_f8.blp'),
      fixturePath('golden', 'ndarray_f8.npy'),
    );
    expect((await diff()).comparable).toBe(true);
    expect(await compareData()).toMatchObject({ state: 'done', result: { kind: 'diff-data', diff: { same: true } } });
  });

  test('differing values are counted, located and measured', async () => {
    const whole = readFixture('plain', 'arange_i8.npy');
    const view = new DataView(whole.buffer);
    view.setBigInt64(128 + 8 * 5, 2n ** 62n, true);
    view.setBigInt64(128 + 8 * 7, 8n, true);
    const { compareData } = await openBoth(fixturePath('plain', 'arange_i8.npy'), scratchFile('changed.npy', whole));
    const { result } = (await compareData()) ?? {};
    expect(result).toMatchObject({
      diff: {
        same: false,
        differing: 2,
        largest: String(2n ** 62n - 5n),
        first: { index: [5], left: '5', right: String(2n ** 62n) },
      },
    });
  });

  test('numbers within a tolerance are counted apart; NaN never is', async () => {
    const whole = readFixture('plain', 'linspace_f8.npy');
    const view = new DataView(whole.buffer, whole.byteOffset);
    const value = (item: number) => view.getFloat64(128 + 8 * item, true);
    view.setFloat64(128 + 8 * 2, value(2) + 0.001, true);
    view.setFloat64(128 + 8 * 3, value(3) - 0.5, true);
    view.setFloat64(128 + 8 * 4, Number.NaN, true);
    const { compareData } = await openBoth(fixturePath('plain', 'linspace_f8.npy'), scratchFile('near.npy', whole));
    const { result } = (await compareData(0.01)) ?? {};
    expect(result).toMatchObject({ diff: { same: false, differing: 2, withinTolerance: 1, first: { index: [3] } } });
  });

  test('data of different shapes fail with a reason', async () => {
    const { compareData } = await openBoth(fixturePath('plain', 'bool.npy'), fixturePath('plain', 'complex.npy'));
    expect(await compareData()).toMatchObject({ state: 'failed', error: { kind: 'argument' } });
  });
});
