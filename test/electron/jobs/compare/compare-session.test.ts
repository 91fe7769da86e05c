import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CompareSession } from '../../../../electron/jobs/compare/compare-session.js';
import type { CompareInput, CompareOrder, FromCompare } from '../../../../electron/jobs/compare/messages.js';
import { type Plan, planPreset } from '../../../../shared/compare/plan.js';
import { isMeasured } from '../../../../shared/compare/result.js';
import { settingKey } from '../../../../shared/compare/setting.js';
import type { CompareProgress } from '../../../../shared/contract/compare.js';
import { writeNpyFile } from '../../../e2e/made-files.js';
import { until } from '../../../until.js';

const folder = mkdtempSync(join(tmpdir(), 'compare-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'wave.npy');
writeNpyFile(path, 100_000);
const input: CompareInput = { kind: 'any', path };

const brief: Plan = {
  ...planPreset('quick', 8, 1),
  codecs: ['lz4', 'zlib'],
  shuffles: ['byte'],
  levels: [1],
  repeats: 2,
  minimumSampleMs: 1,
  minimumTotalMs: 1,
};

function listen(): { readonly session: CompareSession; readonly told: FromCompare[] } {
  const told: FromCompare[] = [];
  return { session: new CompareSession((message) => told.push(message)), told };
}

function orderOf(change: Partial<CompareOrder> = {}): CompareOrder {
  return { run: 'run-1', input, plan: brief, app: 'test', ...change };
}

function progressOf(told: readonly FromCompare[]): readonly CompareProgress[] {
  return told.flatMap((message) => (message.kind === 'progress' ? [message.progress] : []));
}

describe('CompareSession', () => {
  it('previews data, settings and time without measuring the plan', async () => {
    const { session } = listen();
    const preview = await session.preview(input, brief);
    expect(preview).toMatchObject({ settings: 4, data: { name: 'wave.npy', plainBytes: 800_000, dtype: '<f8' } });
    expect(preview.estimatedMs).toBeGreaterThan(0);
  });

  it('tells every result and keeps the whole run before it says that it is done', async () => {
    const { session, told } = listen();
    await session.start(orderOf());
    const states = progressOf(told).map(({ state }) => state);
    expect(states[0]).toBe('preparing');
    expect(states.at(-1)).toBe('done');
    const kept = told.at(-2);
    expect(kept).toMatchObject({ kind: 'finished', run: { id: 'run-1', data: { name: 'wave.npy' } } });
    if (kept?.kind !== 'finished') throw new Error('no run');
    expect(kept.run.results.filter(isMeasured)).toHaveLength(4);
    const seen = new Set(progressOf(told).flatMap(({ results }) => results.map(({ setting }) => settingKey(setting))));
    expect(seen.size).toBe(4);
  });

  it('measures some settings of a run again and leaves the others as they were', async () => {
    const { session, told } = listen();
    await session.start(orderOf());
    const first = told.flatMap((message) => (message.kind === 'finished' ? [message.run] : []))[0];
    if (!first) throw new Error('no run');
    const [key = ''] = first.results.flatMap(({ setting }) => (setting.codec === 'zlib' ? [settingKey(setting)] : []));
    await session.start(orderOf({ again: { run: first, keys: [key] } }));
    const second = told.flatMap((message) => (message.kind === 'finished' ? [message.run] : []))[1];
    for (const result of first.results) {
      const after = second?.results.find(({ setting }) => settingKey(setting) === settingKey(result.setting));
      if (settingKey(result.setting) === key) expect(after).not.toEqual(result);
      else expect(after).toEqual(result);
    }
  });

  it('stops with what there is, and cancels with nothing', async () => {
    const slow = { ...brief, minimumSampleMs: 300, repeats: 100 };
    const { session, told } = listen();
    const stopping = session.start(orderOf({ plan: slow }));
    await untilMeasured(told);
    session.control('run-1', 'stop');
    await stopping;
    expect(progressOf(told).at(-1)).toMatchObject({ state: 'stopped' });
    expect(told.some(({ kind }) => kind === 'finished')).toBe(true);
    const other = listen();
    const cancelling = other.session.start(orderOf({ plan: slow }));
    await untilMeasured(other.told);
    other.session.control('run-1', 'cancel');
    await cancelling;
    expect(progressOf(other.told).at(-1)).toMatchObject({ state: 'cancelled' });
    expect(other.told.some(({ kind }) => kind === 'finished')).toBe(false);
  });

  it('says what is wrong with the data instead of running', async () => {
    const broken = join(folder, 'broken.npy');
    writeFileSync(broken, 'not numpy');
    const { session, told } = listen();
    await session.start(orderOf({ input: { kind: 'any', path: broken } }));
    const last = progressOf(told).at(-1);
    expect(last?.state).toBe('failed');
    expect(last?.error?.message).toContain('broken.npy');
  });

  it('runs one comparison at a time', async () => {
    const { session, told } = listen();
    const first = session.start(orderOf());
    await session.start(orderOf({ run: 'run-2' }));
    expect(progressOf(told).find(({ run }) => run === 'run-2')).toMatchObject({ state: 'failed' });
    await first;
  });
});

function untilMeasured(told: readonly FromCompare[]): Promise<unknown> {
  return until(() => progressOf(told).some(({ results }) => results.length > 0));
}
