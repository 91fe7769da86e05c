import { describe, expect, it } from 'vitest';
import { DocumentStore } from '../../../../renderer/app/documents/document-store.js';
import { CallError } from '../../../../shared/errors/contract-error.js';
import { answering } from '../../features/inspector/model/answering-client.js';

/** A host that opens each file as a separate document. */
function openStore() {
  let opened = 0;
  const overview = (document: string, name: string) => ({ document, file: { id: name, name } });
  const host = answering({
    'inspect.open': ({ id }: { id: string }) => {
      if (id === 'missing') throw new CallError({ kind: 'io', message: 'not there' });
      opened += 1;
      return overview(`document-${opened}`, id);
    },
    'inspect.reload': ({ document }: { document: string }) => overview(document, 'again'),
    'inspect.overview': ({ document }: { document: string }) => ({ ...overview(document, 'a'), problems: ['found'] }),
    'inspect.close': null,
  });
  const store = new DocumentStore(host.client);
  const { emit } = host;
  return {
    store,
    names: () => store.state().tabs.map(({ name }) => name),
    active: () => store.state().tabs.find(({ key }) => key === store.state().activeKey),
    findChunks: (document: string) => emit('inspect.changed', { document, what: 'walk' }),
    changeOnDisk: (document: string) => emit('inspect.changed', { document, what: 'file' }),
    closed: () => host.asked.filter(([name]) => name === 'inspect.close').map(([, request]) => request),
  };
}

describe('DocumentStore', () => {
  it('opens a file once, and shows its tab the second time', async () => {
    const { store, names, active } = openStore();
    await store.open({ id: 'a' });
    await store.open({ id: 'b' });
    expect(active()?.name).toBe('b');
    await store.open({ id: 'a' });
    expect(names()).toEqual(['a', 'b']);
    expect(active()?.name).toBe('a');
  });

  it('keeps the tab of a file that cannot be opened, with the error', async () => {
    const { store, active } = openStore();
    await store.open({ id: 'missing' }, 'missing.blp');
    expect(active()).toMatchObject({ name: 'missing.blp', error: { message: 'not there' } });
  });

  it('shows what a search for chunks has found since the file was opened', async () => {
    const { store, active, findChunks } = openStore();
    await store.open({ id: 'a' });
    for (let times = 0; times < 3; times++) findChunks('document-1');
    await expect.poll(() => active()?.overview?.problems).toEqual(['found']);
    expect(active()?.version).toBe(1);
  });

  it('steps from the last tab to the first, and back', async () => {
    const { store, active } = openStore();
    for (const id of ['a', 'b', 'c']) await store.open({ id });
    store.step(1);
    expect(active()?.name).toBe('a');
    store.step(-1);
    expect(active()?.name).toBe('c');
  });

  it('shows the neighbour of a closed tab, and closes the document on the host', async () => {
    const { store, names, active, closed } = openStore();
    for (const id of ['a', 'b', 'c']) await store.open({ id });
    const [, middle] = store.state().tabs;
    store.show(middle?.key ?? '');
    store.close(middle?.key ?? '');
    expect(names()).toEqual(['a', 'c']);
    expect(active()?.name).toBe('c');
    expect(closed()).toEqual([{ document: 'document-2' }]);
  });

  it('closes a document on the host that was opened after its tab was closed', async () => {
    const { store, names, closed } = openStore();
    const opening = store.open({ id: 'a' });
    store.close(store.state().activeKey ?? '');
    await opening;
    expect(names()).toEqual([]);
    expect(closed()).toEqual([{ document: 'document-1' }]);
  });

  it('marks a file that changed on disk until it is reloaded', async () => {
    const { store, active, changeOnDisk } = openStore();
    await store.open({ id: 'a' });
    changeOnDisk('document-1');
    expect(active()?.isChanged).toBe(true);
    await store.reload(active()?.key ?? '');
    expect(active()).toMatchObject({ isChanged: false, version: 2, name: 'again' });
  });

  it('does not mark a file that this window writes, and reloads it also after an error', async () => {
    const { store, active, changeOnDisk } = openStore();
    await store.open({ id: 'a' });
    const writing = store.write(active()?.key ?? '', async () => {
      changeOnDisk('document-1');
      expect(active()?.isChanged).toBe(false);
      throw new Error('the disk is full');
    });
    await expect(writing).rejects.toThrow('the disk is full');
    expect(active()).toMatchObject({ isChanged: false, version: 2 });
    changeOnDisk('document-1');
    expect(active()?.isChanged).toBe(true);
  });

  it('opens plain bytes as another type in the same tab', async () => {
    const { store, names, active, closed } = openStore();
    await store.open({ id: 'a' });
    await store.readAs(active()?.key ?? '', { id: 'b' });
    expect(names()).toEqual(['b']);
    expect(active()).toMatchObject({ request: { id: 'b' }, overview: { document: 'document-2' } });
    expect(closed()).toEqual([{ document: 'document-1' }]);
  });

  it('leaves the tab unchanged when the bytes cannot be read as the type', async () => {
    const { store, active, closed } = openStore();
    await store.open({ id: 'a' });
    await expect(store.readAs(active()?.key ?? '', { id: 'missing' })).rejects.toThrow('not there');
    expect(active()).toMatchObject({ request: { id: 'a' }, overview: { document: 'document-1' } });
    expect(closed()).toEqual([]);
  });
});
