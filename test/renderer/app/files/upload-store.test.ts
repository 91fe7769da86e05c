import { expect, it } from 'vitest';
import { UploadStore } from '../../../../renderer/app/files/upload-store.js';
import { type Client, createClient } from '../../../../renderer/data/client.js';
import type { FileId } from '../../../../shared/contract/files.js';
import type { Result } from '../../../../shared/contract/result.js';
import type { AdmitWatch } from '../../../../shared/contract/transport.js';

/** A client whose uploads go on when the test says so. */
function openClient() {
  const sent: { watch: AdmitWatch | undefined; end: (result: Result<readonly FileId[]>) => void }[] = [];
  const admit = (_files: unknown, watch?: AdmitWatch) =>
    new Promise<Result<readonly FileId[]>>((end) => sent.push({ watch, end }));
  // Only uploads are used.
  const client: Client = createClient({ admit } as never);
  return { client, sent };
}

const files = [new File(['12345'], 'a'), new File(['67890'], 'b')];

it('tells how many bytes were sent until the files have arrived', async () => {
  const { client, sent } = openClient();
  const store = new UploadStore(client);
  const ids = store.send(files);
  expect(store.state()).toEqual([{ id: 1, fileCount: 2, sentBytes: 0, totalBytes: 10, isPaused: false }]);
  sent[0]?.watch?.onSent(7);
  expect(store.state()[0]?.sentBytes).toBe(7);
  sent[0]?.end({ ok: true, value: ['x', 'y'] });
  expect(await ids).toEqual(['x', 'y']);
  expect(store.state()).toEqual([]);
});

it('ends without files and without an error when it is cancelled', async () => {
  const { client, sent } = openClient();
  const store = new UploadStore(client);
  const ids = store.send(files);
  store.cancel(1);
  expect(sent[0]?.watch?.signal.aborted).toBe(true);
  sent[0]?.end({ ok: false, error: { kind: 'cancelled', message: 'The upload was cancelled.' } });
  expect(await ids).toEqual([]);
  expect(store.state()).toEqual([]);
});

it('passes failures on', async () => {
  const { client, sent } = openClient();
  const ids = new UploadStore(client).send(files);
  sent[0]?.end({ ok: false, error: { kind: 'argument', message: 'No space.' } });
  await expect(ids).rejects.toThrow('No space.');
});

it('closes the gate of an upload that is paused, and opens it again', async () => {
  const { client, sent } = openClient();
  const store = new UploadStore(client);
  void store.send(files);
  const gate = sent[0]?.watch?.gate;
  let changes = 0;
  gate?.watch(() => changes++);
  store.pause(1, true);
  expect([gate?.isOpen, store.state()[0]?.isPaused, changes]).toEqual([false, true, 1]);
  store.pause(1, false);
  expect([gate?.isOpen, store.state()[0]?.isPaused, changes]).toEqual([true, false, 2]);
});
