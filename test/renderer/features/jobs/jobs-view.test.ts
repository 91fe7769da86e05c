// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/react';
import { createElement } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sampleDetails } from '../../../../renderer/dev/sample-jobs.js';
import { Jobs } from '../../../../renderer/features/jobs/Jobs.js';
import type { JobView } from '../../../../shared/contract/jobs.js';
import { TestHost } from '../../dom/test-host.js';
import { renderInWindow, settle } from '../../dom/window.js';
import { jobOf, noTotals } from './example-jobs.js';

/** The view of a queue; `queue.jobs` are the host's present jobs. */
function openJobs(...jobs: readonly JobView[]) {
  const queue = { jobs };
  const host = new TestHost({
    'jobs.list': () => ({ jobs: queue.jobs, paused: false, totals: noTotals }),
    'jobs.details': ({ id }) => sampleDetails(queue.jobs.find((job) => job.id === id) ?? jobOf(id, 'waiting')),
    'jobs.control': () => null,
  });
  return { queue, host, open: () => renderInWindow(createElement(Jobs), host) };
}

const list = () => screen.getByRole('grid', { name: 'Jobs' });
const row = (name: string) => within(list()).queryByText(name)?.closest('[role="row"]');
const alertText = () => screen.queryByRole('alert')?.textContent;
const shownName = () => within(screen.getByRole('complementary')).queryByRole('heading', { level: 2 })?.textContent;
const panel = () => within(screen.getByRole('complementary'));

afterEach(() => void vi.useRealTimers());

describe('the list of jobs', () => {
  it('says that it is loading until it is loaded', async () => {
    const { host, open } = openJobs(jobOf('a', 'waiting'));
    const lists = host.hold('jobs.list');
    open();
    expect(screen.getByRole('status', { name: 'Loading jobs' }).getAttribute('aria-busy')).toBe('true');
    await lists.release();
    await expect.poll(() => row('a.npy')).toBeTruthy();
    expect(screen.queryByRole('status', { name: 'Loading jobs' })).toBeNull();
  });

  it('says why it could not be loaded, and loads on Retry', async () => {
    const { host, open } = openJobs(jobOf('a', 'waiting'));
    const lists = host.hold('jobs.list');
    open();
    await lists.refuse('The queue cannot be read.');
    await expect.poll(alertText).toContain('The queue cannot be read.');
    fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
    await expect.poll(() => screen.queryByRole('status', { name: 'Loading jobs' })).not.toBeNull();
    expect(alertText()).toBeUndefined();
    await lists.release();
    await expect.poll(() => row('a.npy')).toBeTruthy();
  });

  it('keeps its rows when a newer list cannot be loaded, says so, and continues to show progress', async () => {
    const { host, open } = openJobs(jobOf('a', 'running'));
    open();
    await expect.poll(() => row('a.npy')).toBeTruthy();
    host.refuseAll('jobs.list', 'The queue cannot be read.');
    host.emit({ name: 'jobs.reordered', payload: null });
    await expect.poll(alertText).toContain('The queue cannot be read.');
    const done = jobOf('a', 'done', { outputBytes: 10 });
    host.emit({ name: 'jobs.changed', payload: { jobs: [done], queue: { paused: false, totals: noTotals } } });
    await expect.poll(() => row('a.npy')?.textContent).toContain('Verified');
    expect(alertText()).toContain('The queue cannot be read.');
    host.allow('jobs.list');
    fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
    await expect.poll(alertText).toBeUndefined();
  });

  it('loads again automatically when a lost host comes back', async () => {
    const { queue, host, open } = openJobs(jobOf('a', 'waiting'));
    open();
    await expect.poll(() => row('a.npy')).toBeTruthy();
    host.lose();
    queue.jobs = [jobOf('a', 'waiting'), jobOf('b', 'waiting')];
    host.comeBack();
    await expect.poll(() => row('b.npy')).toBeTruthy();
  });

  it('ignores a slow list that is older than an event received since', async () => {
    const { host, open } = openJobs(jobOf('a', 'running'));
    open();
    await expect.poll(() => row('a.npy')).toBeTruthy();
    const lists = host.hold('jobs.list');
    host.emit({ name: 'jobs.reordered', payload: null });
    // One response for the list and the sums in the status bar.
    await expect.poll(() => lists.waiting()).toBe(1);
    const done = jobOf('a', 'done', { outputBytes: 10 });
    host.emit({ name: 'jobs.changed', payload: { jobs: [done], queue: { paused: false, totals: noTotals } } });
    await expect.poll(() => row('a.npy')?.textContent).toContain('Verified');
    await settle(() => lists.release());
    expect(row('a.npy')?.textContent).toContain('Verified');
  });

  it('shows the error when the host refuses an action by key', async () => {
    const { host, open } = openJobs(jobOf('a', 'waiting'), jobOf('b', 'waiting'));
    open();
    await expect.poll(() => row('b.npy')).toBeTruthy();
    const controls = host.hold('jobs.control');
    fireEvent.keyDown(list(), { key: 'ArrowDown' });
    fireEvent.keyDown(list(), { key: 'ArrowDown' });
    fireEvent.keyDown(list(), { key: 'ArrowDown' });
    expect(list().getAttribute('aria-activedescendant')).toBe(row('b.npy')?.id);
    fireEvent.keyDown(list(), { key: ' ' });
    await controls.refuse('The job is over already.');
    expect(controls.asked).toEqual([{ ids: ['b'], what: 'pause' }]);
    await expect.poll(() => screen.queryByText('The job is over already.')).not.toBeNull();
  });
});

describe('the details of a job', () => {
  it('say why they could not be loaded, beside the known numbers, and load on Retry', async () => {
    const { host, open } = openJobs(jobOf('a', 'running'));
    const details = host.hold('jobs.details');
    open();
    await expect.poll(() => panel().queryByRole('status', { name: 'Loading details' })).not.toBeNull();
    await details.refuse('The log cannot be read.');
    await expect.poll(() => panel().queryByRole('alert')?.textContent).toContain('The log cannot be read.');
    expect(panel().queryByText('Numbers')).not.toBeNull();
    await details.release();
    fireEvent.click(panel().getByRole('button', { name: 'Retry' }));
    await expect.poll(() => panel().queryByText('Steps')).not.toBeNull();
    expect(panel().queryByRole('alert')).toBeNull();
  });

  it('are those of the job selected last, also when an older response arrives last', async () => {
    const { host, open } = openJobs(jobOf('a', 'waiting'), jobOf('b', 'waiting'));
    open();
    await expect.poll(() => row('b.npy')).toBeTruthy();
    const details = host.hold('jobs.details');
    const isOf = (id: string) => (request: { readonly id: string }) => request.id === id;
    fireEvent.click(within(list()).getByText('a.npy'));
    await expect.poll(() => details.waiting()).toBe(1);
    fireEvent.click(within(list()).getByText('b.npy'));
    await details.answer(isOf('b'));
    await expect.poll(() => panel().queryByText('Steps')).not.toBeNull();
    const shown = screen.getByRole('complementary').textContent;
    await settle(() => details.answer(isOf('a')));
    expect(screen.getByRole('complementary').textContent).toBe(shown);
  });

  it('are not requested again while a request is running', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { host, open } = openJobs(jobOf('a', 'running'));
    const details = host.hold('jobs.details');
    open();
    await expect.poll(() => details.waiting()).toBe(1);
    await settle(() => void vi.advanceTimersByTime(60_000));
    expect(details.asked).toHaveLength(1);
    await details.answer();
    await expect.poll(() => panel().queryByText('Steps')).not.toBeNull();
    await expect.poll(() => details.asked.length).toBe(2);
  });

  it('are not requested any more after the view is unmounted', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { open } = openJobs(jobOf('a', 'running'));
    const { unmount } = open();
    await expect.poll(() => panel().queryByText('Steps')).not.toBeNull();
    expect(vi.getTimerCount()).toBe(1);
    unmount();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('the panel without a selection', () => {
  it('shows each running job for a second, and leaves out those that end before', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const { host, open } = openJobs(jobOf('a', 'running'), jobOf('b', 'waiting'), jobOf('c', 'waiting'));
    const run = (running: string, ...done: readonly string[]) => {
      const jobs = [jobOf(running, 'running'), ...done.map((id) => jobOf(id, 'done'))];
      return settle(() =>
        host.emit({ name: 'jobs.changed', payload: { jobs, queue: { paused: false, totals: noTotals } } }),
      );
    };
    const pass = (ms: number) => settle(() => void vi.advanceTimersByTime(ms));
    open();
    await expect.poll(() => row('a.npy')).toBeTruthy();
    await pass(1000);
    await run('b', 'a');
    await pass(0);
    expect(shownName()).toBe('b.npy');
    await run('c', 'b');
    await pass(990);
    expect(shownName()).toBe('b.npy');
    await pass(10);
    expect(shownName()).toBe('c.npy');
  });
});

describe('the repair of a damaged source', () => {
  const damaged = jobOf('a', 'failed', {
    action: 'decompress',
    error: { kind: 'checksum', message: "'a.npy' is damaged." },
  });
  const plan = {
    steps: ['Keep 3 of 4 chunks, each of them checked.', "Write the repaired copy to 'a.repaired.npy'."],
    readableChunks: 3,
    lostChunks: 1,
    missing: 'zeros',
    how: 'copy',
    possible: true,
  } as const;

  function openDamaged() {
    const host = new TestHost({
      'jobs.list': () => ({ jobs: [damaged], paused: false, totals: noTotals }),
      'jobs.details': () => sampleDetails(damaged),
      'inspect.open': () => ({ document: 'd' }) as never,
      'inspect.plan-repair': () => plan,
      'inspect.repair': () => ({ batchId: 'r' }),
      'inspect.close': () => null,
    });
    renderInWindow(createElement(Jobs), host);
    return host;
  }

  async function openDialog() {
    await expect.poll(() => row('a.npy')).toBeTruthy();
    fireEvent.click(within(list()).getByRole('button', { name: 'Repair…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Repair a.npy' }));
    await expect.poll(() => dialog.queryByText(plan.steps[0] ?? '')).not.toBeNull();
    return dialog;
  }

  it('is begun only after a question that says what would be saved', async () => {
    const host = openDamaged();
    const dialog = await openDialog();
    expect(host.countOf('inspect.repair')).toBe(0);
    fireEvent.click(dialog.getByRole('button', { name: 'Write a repaired copy' }));
    await expect.poll(() => host.countOf('inspect.repair')).toBe(1);
    expect(host.asked.find(({ name }) => name === 'inspect.repair')?.request).toEqual({
      document: 'd',
      missing: 'zeros',
    });
    await expect.poll(() => host.countOf('inspect.close')).toBe(1);
  });

  it('is not begun on Cancel', async () => {
    const host = openDamaged();
    const dialog = await openDialog();
    fireEvent.click(dialog.getByRole('button', { name: 'Cancel' }));
    await expect.poll(() => host.countOf('inspect.close')).toBe(1);
    expect(host.countOf('inspect.repair')).toBe(0);
  });
});

describe('an output that is larger than its source', () => {
  it('is deleted at once where that can be undone, and restored by Undo', async () => {
    const { host, open } = openJobs(
      jobOf('a', 'done', { grew: true, output: { id: 'o', name: 'a.npy.blp', folder: '' } }),
    );
    open();
    await expect.poll(() => row('a.npy')).toBeTruthy();
    fireEvent.click(within(list()).getByRole('button', { name: 'Keep source only' }));
    await expect.poll(() => screen.queryByText('a.npy.blp is deleted: larger than its source.')).not.toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    await expect.poll(() => host.countOf('jobs.control')).toBe(2);
    expect(host.asked.filter(({ name }) => name === 'jobs.control').map(({ request }) => request)).toEqual([
      { ids: ['a'], what: 'keep-source-only' },
      { ids: ['a'], what: 'restore-output' },
    ]);
  });
});
