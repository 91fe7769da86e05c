// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/react';
import { createElement } from 'react';
import { describe, expect, it } from 'vitest';
import { Home } from '../../../../renderer/features/home/Home.js';
import type { FileFacts } from '../../../../shared/contract/files.js';
import type { BatchRequest } from '../../../../shared/contract/intake.js';
import { TestHost } from '../../dom/test-host.js';
import { renderInWindow, settle } from '../../dom/window.js';
import { container, npy } from './example-files.js';

const folder: FileFacts = { ...npy, id: 'out', name: 'out', kind: 'folder', actions: [] };
const files: readonly FileFacts[] = [npy, container, folder];

/**
 * Home; `drop` adds files. The output of `made` exists, and is left out unless the request says `again`. With `existing`, all other
 * outputs have files of their names.
 */
function openHome(made?: FileFacts, existing?: { readonly sizeBytes: number; readonly modifiedMs: number }) {
  const host = new TestHost({
    'files.describe': ({ ids }) => files.filter(({ id }) => ids.includes(id)),
    'recents.list': () => [],
    'app.info': () => ({ version: '1', host: 'electron', platform: 'linux', cores: 2, codecs: {}, machine: 'm' }),
    'files.choose': () => [folder.id],
    'batch.plan': ({ items, again }) => ({
      outputs: items.flatMap(({ id }, item) =>
        id === made?.id && !again
          ? []
          : [{ item, name: `out of ${id}`, folder: '~/data', sourceBytes: 1000, ...(existing && { existing }) }],
      ),
      leftOut: items.flatMap(({ id }, item) =>
        id === made?.id && !again ? [{ item, kind: 'made' as const, reason: 'It exists and is not older.' }] : [],
      ),
      sourceBytes: 1000,
      maxBytes: 1000 * items.length,
      freeBytes: 10 ** 12,
      obstacles: [],
      warnings: [],
    }),
    'batch.start': () => ({ batchId: 'b-1' }),
  });
  const drop = (...dropped: readonly FileFacts[]) =>
    host.emit({ name: 'files.opened', payload: { ids: dropped.map(({ id }) => id) } });
  return { host, drop, ...renderInWindow(createElement(Home), host) };
}

const card = () => within(screen.getByRole('region', { name: 'Dropped items' }));
const names = () => {
  const list = screen.queryByRole('list', { name: 'Files' });
  return list
    ? [...list.querySelectorAll('[role="listitem"]')].map((item) => item.querySelector('[title]')?.textContent)
    : [];
};
const alertText = () => screen.queryByRole('alert')?.textContent;
const start = () => card().getByRole<HTMLButtonElement>('button', { name: /^(Compress|Decompress|Start|Run)/ });
const ofItems = (count: number) => (request: BatchRequest) => request.items.length === count;

describe('the intake card', () => {
  it('leaves out what exists already, says so in its row and below, and writes it again on request', async () => {
    const { host, drop } = openHome(npy);
    drop(npy, container);
    await expect.poll(() => start().textContent).toContain('Decompress 1 file');
    expect(card().getByText('Left out: It exists and is not older.')).not.toBeNull();
    expect(card().getByText('1 output exists and is not older than its source: left out.')).not.toBeNull();
    fireEvent.click(card().getByRole('button', { name: 'Write them again…' }));
    await expect.poll(() => start().textContent).toContain('Compress 1, decompress 1');
    fireEvent.click(start());
    await expect.poll(() => host.countOf('batch.start')).toBe(1);
  });

  it('asks for each existing output what to do with it, and sends the answers', async () => {
    const { host, drop } = openHome(undefined, { sizeBytes: 10, modifiedMs: 0 });
    drop(npy, container);
    await expect.poll(() => start().disabled).toBe(false);
    fireEvent.click(start());
    const sheet = within(await screen.findByRole('dialog', { name: '2 outputs are already there' }));
    fireEvent.click(sheet.getByRole('radio', { name: /^Decide for each/ }));
    const startButton = sheet.getByRole<HTMLButtonElement>('button', { name: 'Start' });
    // All are skipped at first.
    expect(startButton.disabled).toBe(true);
    fireEvent.change(sheet.getByRole('combobox', { name: `What to do with out of ${container.id}` }), {
      target: { value: 'replace' },
    });
    fireEvent.click(startButton);
    await expect.poll(() => host.countOf('batch.start')).toBe(1);
    expect(host.asked.find(({ name }) => name === 'batch.start')?.request).toMatchObject({
      onCollision: 'skip',
      answers: [
        { item: 0, onCollision: 'skip' },
        { item: 1, onCollision: 'replace' },
      ],
    });
  });

  it('can be started all the time while the name of the chosen folder is on its way', async () => {
    const { host, drop } = openHome();
    drop(npy);
    await expect.poll(() => start().disabled).toBe(false);
    const heads = host.hold('files.describe');
    fireEvent.change(card().getByRole('combobox', { name: 'Write to' }), { target: { value: 'choose' } });
    await expect.poll(() => card().queryByRole('option', { name: 'The chosen folder' })).not.toBeNull();
    await expect.poll(() => start().disabled).toBe(false);
    await heads.answer();
    await expect.poll(() => card().queryByRole('option', { name: '~/data/out' })).not.toBeNull();
    expect(start().disabled).toBe(false);
    fireEvent.click(start());
    await expect.poll(() => host.countOf('batch.start')).toBe(1);
    expect(host.asked.find(({ name }) => name === 'batch.start')?.request).toMatchObject({
      batch: { place: { kind: 'folder', folderId: folder.id } },
    });
  });

  it('writes below an address of S3, and to no other address', async () => {
    const { host, drop } = openHome();
    drop(npy);
    await expect.poll(() => start().disabled).toBe(false);
    fireEvent.change(card().getByRole('combobox', { name: 'Write to' }), { target: { value: 'ask' } });
    const dialog = within(await screen.findByRole('dialog', { name: 'Write to an address' }));
    const write = (address: string) => {
      fireEvent.change(dialog.getByRole('textbox', { name: 'Address' }), { target: { value: address } });
      fireEvent.click(dialog.getByRole('button', { name: 'Write here' }));
    };
    write('https://example.org/run');
    await expect.poll(() => dialog.queryByText(/^Outputs are written to S3 only/)).not.toBeNull();
    write(' s3://bucket/run ');
    await expect.poll(() => card().queryByRole('option', { name: 's3://bucket/run' })).not.toBeNull();
    await expect.poll(() => start().disabled).toBe(false);
    fireEvent.click(start());
    await expect.poll(() => host.countOf('batch.start')).toBe(1);
    expect(host.asked.find(({ name }) => name === 'batch.start')?.request).toMatchObject({
      batch: { place: { kind: 'address', address: 's3://bucket/run' } },
    });
  });

  it('says how many files are being read until their rows are shown', async () => {
    const { host, drop } = openHome();
    const heads = host.hold('files.describe');
    drop(npy, container);
    await expect.poll(() => screen.queryByRole('status', { name: 'Reading 2 files' })).not.toBeNull();
    expect(card().queryByText('Reading the files…')).not.toBeNull();
    await heads.answer();
    await expect.poll(names).toEqual(['t.npy', 'sst.npy.blp']);
    expect(screen.queryByRole('status', { name: 'Reading 2 files' })).toBeNull();
  });

  it('says why files could not be read, adds others in the meantime, and reads the first ones on Retry', async () => {
    const { host, drop } = openHome();
    const heads = host.hold('files.describe');
    drop(npy);
    await heads.refuse('The disk does not answer.');
    await expect.poll(alertText).toContain('The disk does not answer.');
    drop(container);
    await heads.answer();
    await expect.poll(names).toEqual(['sst.npy.blp']);
    expect(alertText()).toContain('The disk does not answer.');
    fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
    await heads.answer();
    await expect.poll(names).toEqual(['sst.npy.blp', 't.npy']);
    expect(alertText()).toBeUndefined();
  });

  it('reads failed files automatically when a lost host comes back', async () => {
    const { host, drop } = openHome();
    const heads = host.hold('files.describe');
    drop(npy);
    await expect.poll(() => heads.waiting()).toBe(1);
    host.lose();
    await expect.poll(alertText).toContain('does not answer');
    host.comeBack();
    await heads.answer();
    await expect.poll(names).toEqual(['t.npy']);
    expect(alertText()).toBeUndefined();
  });

  it('cannot start without a plan, says why there is none, and plans again on Retry', async () => {
    const { host, drop } = openHome();
    const plans = host.hold('batch.plan');
    drop(npy);
    await plans.refuse('The folder cannot be read.');
    await expect.poll(alertText).toContain('The folder cannot be read.');
    expect(start().disabled).toBe(true);
    fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
    await plans.answer();
    await expect.poll(() => start().disabled).toBe(false);
    expect(alertText()).toBeUndefined();
  });

  it('uses the plan of its present files, also when an older response arrives last', async () => {
    const { host, drop } = openHome();
    const plans = host.hold('batch.plan');
    drop(npy);
    await expect.poll(() => plans.waiting()).toBe(1);
    drop(container);
    await plans.answer(ofItems(2));
    await expect.poll(() => start().disabled).toBe(false);
    const footer = start().closest('footer')?.textContent;
    await settle(() => plans.answer(ofItems(1)));
    expect(start().disabled).toBe(false);
    expect(start().closest('footer')?.textContent).toBe(footer);
  });

  it('writes nothing after Cancel, also when the batch was being started', async () => {
    const { host, drop } = openHome();
    drop(npy);
    await expect.poll(() => start().disabled).toBe(false);
    const plans = host.hold('batch.plan');
    fireEvent.click(start());
    await expect.poll(() => card().queryByText('Starting…')).not.toBeNull();
    fireEvent.click(card().getByRole('button', { name: 'Cancel' }));
    await settle(() => plans.answer());
    expect(names()).toEqual([]);
    expect(host.countOf('batch.start')).toBe(0);
  });

  it('says why a batch did not start, keeps its files, and starts on Retry', async () => {
    const { host, drop } = openHome();
    drop(npy);
    await expect.poll(() => start().disabled).toBe(false);
    const starts = host.hold('batch.start');
    fireEvent.click(start());
    await starts.refuse('The folder may not be written to.');
    await expect.poll(alertText).toContain('The folder may not be written to.');
    expect(names()).toEqual(['t.npy']);
    fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
    await starts.answer();
    await expect.poll(names).toEqual([]);
  });

  it('focuses its button when it becomes enabled', async () => {
    const { drop } = openHome();
    drop(npy);
    await expect.poll(() => start().disabled).toBe(false);
    await expect.poll(() => document.activeElement).toBe(start());
  });
});
