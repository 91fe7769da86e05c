import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type {
  CompareInput,
  CompareOrder,
  CompareReport,
} from '../../../../../electron/bench/codecs/session/compare-service.js';
import { CompareSession, remainingMs } from '../../../../../electron/bench/codecs/session/compare-session.js';
import { type Plan, planPreset } from '../../../../../shared/compare/plan.js';
import { isMeasured } from '../../../../../shared/compare/result.js';
import { settingKey } from '../../../../../shared/compare/setting.js';
import type { CompareProgress } from '../../../../../shared/contract/compare.js';
import { writeNpyFile } from '../../../../e2e/made-files.js';
import { until } from '../../../../until.js';

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

function listen(): { readonly session: CompareSession; readonly reports: CompareReport[] } {
  const reports: CompareReport[] = [];
  return { session: new CompareSession((message) => reports.push(message)), reports };
}

function orderOf(change: Partial<CompareOrder> = {}): CompareOrder {
  return { run: 'run-1', input, plan: brief, app: 'test', ...change };
}

function progressOf(reports: readonly CompareReport[]): readonly CompareProgress[] {
  return reports.flatMap((message) => (message.kind === 'progress' ? [message.progress] : []));
}

describe('CompareSession', () => {
  it('previews data, settings and time without measuring the plan', async () => {
    const { session } = listen();
    const preview = await session.preview(input, brief);
    expect(preview).toMatchObject({ settings: 4, data: { name: 'wave.npy', plainBytes: 800_000, dtype: '<f8' } });
    expect(preview.estimatedMs).toBeGreaterThan(0);
  });

  it('says how long the rest takes at the pace so far', () => {
    expect(remainingMs(30_000, 0.25)).toBe(90_000);
    expect(remainingMs(30_000, 1)).toBe(0);
  });

  it('reports every result and keeps the whole run before it says that it is done', async () => {
    const { session, reports } = listen();
    await session.start(orderOf());
    const states = progressOf(reports).map(({ state }) => state);
    expect(states[0]).toBe('preparing');
    expect(states.at(-1)).toBe('done');
    const kept = reports.at(-2);
    expect(kept).toMatchObject({ kind: 'finished', run: { id: 'run-1', data: { name: 'wave.npy' } } });
    if (kept?.kind !== 'finished') throw new Error('no run');
    expect(kept.run.results.filter(isMeasured)).toHaveLength(4);
    const settings = new Set(
      progressOf(reports).flatMap(({ results }) => results.map(({ setting }) => settingKey(setting))),
    );
    expect(settings.size).toBe(4);
  });

  it('measures some settings of a run again and leaves the others as they were', async () => {
    const { session, reports } = listen();
    await session.start(orderOf());
    const first = reports.flatMap((message) => (message.kind === 'finished' ? [message.run] : []))[0];
    if (!first) throw new Error('no run');
    const [key = ''] = first.results.flatMap(({ setting }) => (setting.codec === 'zlib' ? [settingKey(setting)] : []));
    await session.start(orderOf({ again: { run: first, keys: [key] } }));
    const second = reports.flatMap((message) => (message.kind === 'finished' ? [message.run] : []))[1];
    for (const result of first.results) {
      const after = second?.results.find(({ setting }) => settingKey(setting) === settingKey(result.setting));
      if (settingKey(result.setting) === key) expect(after).not.toEqual(result);
      else expect(after).toEqual(result);
    }
  });

  it('keeps its results when it is stopped, and none when it is cancelled', async () => {
    const slow = { ...brief, minimumSampleMs: 300, repeats: 100 };
    const { session, reports } = listen();
    const stopping = session.start(orderOf({ plan: slow }));
    await untilMeasured(reports);
    session.control('run-1', 'stop');
    await stopping;
    expect(progressOf(reports).at(-1)).toMatchObject({ state: 'stopped' });
    expect(reports.some(({ kind }) => kind === 'finished')).toBe(true);
    const other = listen();
    const cancelling = other.session.start(orderOf({ plan: slow }));
    await untilMeasured(other.reports);
    other.session.control('run-1', 'cancel');
    await cancelling;
    expect(progressOf(other.reports).at(-1)).toMatchObject({ state: 'cancelled' });
    expect(other.reports.some(({ kind }) => kind === 'finished')).toBe(false);
  });

  it('says that it is paused, also when that came before the first measurement, and that it measures again', async () => {
    const { session, reports } = listen();
    const running = session.start(orderOf());
    session.control('run-1', 'pause');
    await until(() => progressOf(reports).some(({ state }) => state === 'paused'));
    expect(progressOf(reports).flatMap(({ results }) => results)).toEqual([]);
    const before = reports.length;
    session.control('run-1', 'resume');
    await running;
    expect(progressOf(reports.slice(before)).map(({ state }) => state)).toContain('running');
    expect(progressOf(reports).at(-1)).toMatchObject({ state: 'done' });
  });

  it('fails with the error of invalid data', async () => {
    const broken = join(folder, 'broken.npy');
    writeFileSync(broken, 'not numpy');
    const { session, reports } = listen();
    await session.start(orderOf({ input: { kind: 'any', path: broken } }));
    const last = progressOf(reports).at(-1);
    expect(last?.state).toBe('failed');
    expect(last?.error?.message).toContain('broken.npy');
  });

  it('runs one comparison at a time', async () => {
    const { session, reports } = listen();
    const first = session.start(orderOf());
    await session.start(orderOf({ run: 'run-2' }));
    expect(progressOf(reports).find(({ run }) => run === 'run-2')).toMatchObject({ state: 'failed' });
    await first;
  });
});

function untilMeasured(reports: readonly CompareReport[]): Promise<unknown> {
  return until(() => progressOf(reports).some(({ results }) => results.length > 0));
}
