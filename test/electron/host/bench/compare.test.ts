import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Host } from '../../../../electron/host/host.js';
import type { HostPorts } from '../../../../electron/host/host-ports.js';
import { type Plan, planPreset } from '../../../../shared/compare/plan.js';
import type { Run } from '../../../../shared/compare/result.js';
import { parseRun } from '../../../../shared/compare/saved-run.js';
import type { CompareProgress, FormatsProgress, RunSummary, TalkPage } from '../../../../shared/contract/compare.js';
import type { EventName, Events } from '../../../../shared/contract/events.js';
import { writeNpyFile } from '../../../e2e/made-files.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { openHost } from '../open-host.js';

const brief: Plan = {
  ...planPreset('quick', 8, 1),
  preset: 'custom',
  codecs: ['lz4'],
  shuffles: ['byte'],
  levels: [1],
  repeats: 2,
  minimumSampleMs: 1,
  minimumTotalMs: 1,
};

/** The response's value; the test fails with the host's error otherwise. */
async function ask<T>(host: Host, name: string, request?: unknown): Promise<T> {
  const result = await host.dispatch(name, request);
  if (!result.ok) throw new Error(result.error.message);
  return result.value as T;
}

/** The first event that matches. Call this before the event's cause. */
function heard<Name extends EventName>(host: Host, name: Name, fits: (payload: Events[Name]) => boolean) {
  return new Promise<Events[Name]>((resolve) => {
    const stop = host.subscribe((event) => {
      // The event's name decides its payload.
      if (event.name !== name || !fits(event.payload as Events[Name])) return;
      stop();
      resolve(event.payload as Events[Name]);
    });
  });
}

async function openWave(ports: Partial<HostPorts> = {}) {
  const { host, folder, dataFolder } = await openHost(ports);
  const path = join(folder, 'wave.npy');
  writeNpyFile(path, 50_000);
  const [id = ''] = host.admitPaths([path]);
  return { host, id, dataFolder, folder };
}

async function runBrief(host: Host, id: string): Promise<{ readonly end: CompareProgress; readonly run: string }> {
  const ended = heard(host, 'compare.progress', ({ state }) => state === 'done' || state === 'failed');
  const { run } = await ask<{ run: string }>(host, 'compare.start', { source: { kind: 'file', id }, plan: brief });
  return { end: await ended, run };
}

describe('comparing codecs', () => {
  it('reports a failed run when its thread exits, resumes the jobs, and accepts the next run', async () => {
    const compareFile = join(scratchFolder(), 'compare.cjs');
    writeFileSync(compareFile, "require('node:worker_threads').parentPort.on('message', () => process.exit(3))");
    const { host, id } = await openWave({ compareFile });
    for (let run = 0; run < 2; run++) {
      const { end } = await runBrief(host, id);
      expect(end).toMatchObject({ state: 'failed', error: { kind: 'internal' } });
      expect(end.error?.message).toBe('The comparison broke off: the comparison thread ended with code 3');
      expect(await ask(host, 'jobs.list')).toMatchObject({ paused: false });
    }
  });

  it('previews a plan, runs it, stores the run and returns it with every repeat', async () => {
    const { host, id, dataFolder } = await openWave();
    const preview = await ask(host, 'compare.preview', { source: { kind: 'file', id }, plan: brief });
    expect(preview).toMatchObject({ settings: 3, data: { name: 'wave.npy', plainBytes: 400_000 } });
    const { end, run } = await runBrief(host, id);
    expect(end).toMatchObject({ state: 'done', run });
    const [summary] = await ask<readonly RunSummary[]>(host, 'compare.runs');
    expect(summary).toMatchObject({ id: run, name: 'wave.npy', settings: 3, isForeign: false });
    const kept = await ask<Run>(host, 'compare.run', { run });
    expect(kept.results).toEqual(end.results);
    expect(existsSync(join(dataFolder, 'runs', `${run}.json`))).toBe(true);
  });

  it('renames, exports, imports and removes a run', async () => {
    const { host, id } = await openWave();
    const { run } = await runBrief(host, id);
    await ask(host, 'compare.rename', { run, name: 'mine' });
    const never = new AbortController().signal;
    const answer = await host.stream('compare.export', { run, as: 'json' }, never);
    if (!answer.ok) throw new Error(answer.error.message);
    expect(answer.value.fileName).toBe('mine.json');
    const pieces: Uint8Array[] = [];
    for await (const piece of answer.value.body) pieces.push(piece);
    const text = Buffer.concat(pieces).toString();
    expect(parseRun(text).name).toBe('mine');
    const imported = await ask<RunSummary>(host, 'compare.import', { text });
    expect(imported.id).not.toBe(run);
    await ask(host, 'compare.remove', { run });
    expect((await ask<readonly RunSummary[]>(host, 'compare.runs')).map((one) => one.id)).toEqual([imported.id]);
  });

  it('pauses the jobs while it measures, and resumes them afterwards', async () => {
    const { host, id } = await openWave();
    const running = heard(host, 'compare.progress', ({ state }) => state === 'running');
    const over = heard(host, 'compare.progress', ({ state }) => state === 'cancelled');
    const endless = { ...brief, repeats: 100, minimumSampleMs: 300 };
    const { run } = await ask<{ run: string }>(host, 'compare.start', { source: { kind: 'file', id }, plan: endless });
    await running;
    expect(await ask(host, 'jobs.list')).toMatchObject({ paused: true });
    await ask(host, 'compare.control', { run, what: 'cancel' });
    await over;
    expect(await ask(host, 'jobs.list')).toMatchObject({ paused: false });
  });

  it('measures settings of a run again and replaces their results', async () => {
    const { host, id } = await openWave();
    const { run, end } = await runBrief(host, id);
    const again = heard(host, 'compare.progress', ({ state }) => state === 'done');
    const key = 'lz4-1-byte-c1048576-b0-t8-n1';
    await ask(host, 'compare.rerun', { run, keys: [key] });
    const { results } = await again;
    expect(results).toHaveLength(end.results.length);
    expect(results).not.toEqual(end.results);
  });

  it('refuses a second run, an unknown run and text that is not a run, each with a reason', async () => {
    const { host, id } = await openWave();
    const done = heard(host, 'compare.progress', ({ state }) => state === 'cancelled');
    const source = { kind: 'file', id };
    const { run } = await ask<{ run: string }>(host, 'compare.start', { source, plan: { ...brief, repeats: 1000 } });
    await expect(ask(host, 'compare.start', { source, plan: brief })).rejects.toThrow('Another comparison is running');
    await ask(host, 'compare.control', { run, what: 'cancel' });
    await done;
    await expect(ask(host, 'compare.run', { run })).rejects.toThrow('no longer exists');
    await expect(ask(host, 'compare.run', { run: '../settings' })).rejects.toThrow('no such comparison');
    await expect(ask(host, 'compare.import', { text: '{}' })).rejects.toThrow();
  });

  it('reports invalid data with the error of the engine', async () => {
    const { host, folder } = await openHost();
    writeFileSync(join(folder, 'broken.npy'), 'not numpy');
    const [id = ''] = host.admitPaths([join(folder, 'broken.npy')]);
    const result = await host.dispatch('compare.preview', {
      source: { kind: 'file', id },
      plan: brief,
    });
    expect(result).toMatchObject({ ok: false, error: { kind: 'format', problem: 'bad-npy' } });
  });
});

describe('comparing formats', () => {
  it('lists data sets and contenders with their libraries, and why some cannot run', async () => {
    const { host } = await openHost();
    const facts = await ask<{ datasets: readonly { name: string }[]; contenders: readonly { id: string }[] }>(
      host,
      'compare.facts',
    );
    expect(facts.datasets.map(({ name }) => name)).toEqual(['arange', 'linspace', 'poisson', 'neuronal', 'bitcoin']);
    expect(facts.contenders.map(({ id }) => id)).toContain('hdf5_gzip');
  });

  it('measures formats on a file and removes its files', async () => {
    const { host, id } = await openWave();
    const ended = heard(host, 'compare.formats', ({ state }) => state !== 'running');
    await ask(host, 'compare.formats', {
      source: { kind: 'file', id },
      contenders: ['npy', 'bloscpack_lz4'],
      levels: [5],
      repeats: 1,
    });
    const end: FormatsProgress = await ended;
    expect(end).toMatchObject({ state: 'done', done: 1 });
    expect(end.results.map(({ contender, verified }) => ({ contender, verified }))).toEqual(
      [
        { contender: 'bloscpack_lz4', verified: true },
        { contender: 'npy', verified: true },
      ].toSorted((a, b) => order(end, a.contender) - order(end, b.contender)),
    );
  });

  it('has the figures of 2014 before anything was measured here', async () => {
    const { host } = await openHost();
    const page = await ask<TalkPage>(host, 'compare.talk');
    expect(page.published).toHaveLength(2040);
    expect(page.measured).toEqual([]);
    const best = page.scores.toSorted((a, b) => (b.publishedWithRatio ?? 0) - (a.publishedWithRatio ?? 0))[0];
    expect(best).toMatchObject({ contender: 'bloscpack_lz4_7', publishedWithRatio: 6238 });
  });
});

function order({ results }: FormatsProgress, contender: string): number {
  return results.findIndex((result) => result.contender === contender);
}
