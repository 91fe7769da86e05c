import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { packBytesToFile } from '../../../../electron/engine/pack/convenience.js';
import type { BatchRequest, OnCollision } from '../../../../shared/contract/intake.js';
import type { JobView } from '../../../../shared/contract/jobs.js';
import { batchOf } from '../../host/batch-of.js';
import { MemoryTransport } from '../../host/memory-transport.js';
import { openHost } from '../../host/open-host.js';
import { ask, askInVain, nextEvent } from '../../host/typed-calls.js';
import { bucketAddress, createS3Bucket, withoutS3 } from './s3-server.js';

const BUCKET = bucketAddress('batches');

test.skipIf(withoutS3 === undefined)('S3', ({ skip }) => skip(withoutS3));

describe.skipIf(withoutS3 !== undefined)('a batch below an address of S3', () => {
  beforeAll(async () => {
    await createS3Bucket(BUCKET);
  });

  test('is planned, asks about objects that exist, and leaves out what was made', async () => {
    const { transport, fileOf, batch } = await openBatch();
    const id = fileOf('a', 'first', 'below');
    const items = [{ id, action: 'compress' as const }];
    const plan = await ask(transport, 'batch.plan', { ...batch, items });
    expect(plan).toMatchObject({
      outputs: [{ name: 'a.blp', folder: `${BUCKET}/run/below` }],
      obstacles: [],
      warnings: [],
    });
    expect(plan.freeBytes).toBeUndefined();
    const [first] = await run(items, 'skip');
    expect(first).toMatchObject({
      state: 'done',
      output: { name: 'a.blp', folder: `${BUCKET}/run/below`, address: `${BUCKET}/run/below/a.blp` },
    });
    const { document, container } = await ask(transport, 'inspect.open', { id: first?.output?.id ?? '' });
    expect(container).toMatchObject({ nchunks: 1 });
    await ask(transport, 'inspect.close', { document });
    expect(await askInVain(transport, 'files.reveal', { id: first?.output?.id })).toMatchObject({ kind: 'argument' });

    const again = await ask(transport, 'batch.plan', { ...batch, items });
    expect(again).toMatchObject({ outputs: [], leftOut: [{ kind: 'made' }] });
    fileOf('a', 'second', 'below');
    const colliding = await ask(transport, 'batch.plan', { ...batch, items, again: true });
    expect(colliding.outputs).toMatchObject([{ existing: { sizeBytes: first?.outputBytes } }]);
    const [renamed] = await run(items, 'rename');
    expect(renamed).toMatchObject({ state: 'done', output: { name: 'a (2).blp' } });
    const [replaced] = await run(items, 'replace');
    expect(replaced).toMatchObject({ state: 'done', output: { name: 'a.blp' } });

    async function run(of: BatchRequest['items'], onCollision: OnCollision): Promise<readonly JobView[]> {
      const before = new Set((await ask(transport, 'jobs.list')).jobs.map((job) => job.id));
      const isNew = (job: JobView) => !before.has(job.id) && (job.state === 'done' || job.state === 'failed');
      const ended = nextEvent(transport, 'jobs.changed', ({ jobs }) => jobs.some(isNew));
      await ask(transport, 'batch.start', { batch: { ...batch, items: of, again: true }, onCollision });
      return (await ended).jobs.filter(isNew);
    }
  });

  test('takes containers only, and says what is wrong with an address', async () => {
    const { transport, host, folder, fileOf, batch } = await openBatch();
    await packBytesToFile(new Uint8Array(100), join(folder, 'x.blp'));
    const [container = ''] = host.admitPaths([join(folder, 'x.blp')]);
    const unpacking = { ...batch, items: [{ id: container, action: 'decompress' as const }] };
    expect((await ask(transport, 'batch.plan', unpacking)).leftOut).toMatchObject([
      { kind: 'refused', reason: "Only containers are written to S3; choose a folder for what 'x.blp' becomes." },
    ]);
    const items = [{ id: fileOf('b', 'content'), action: 'compress' as const }];
    const at = (address: string) => ({ ...batch, items, place: { kind: 'address' as const, address } });
    expect(await askInVain(transport, 'batch.plan', at('https://example.org/run'))).toMatchObject({
      kind: 'argument',
      message: expect.stringContaining('does not name a bucket'),
    });
    expect(await askInVain(transport, 'batch.plan', at('s3://no-such-bucket-at-all/run'))).toMatchObject({
      kind: 'io',
      code: 'ENOENT',
      message: "Cannot write to 'no-such-bucket-at-all': there is no such bucket",
    });
    const tooLong = await ask(transport, 'batch.plan', at(`${BUCKET}/${'x'.repeat(1020)}`));
    expect(tooLong.leftOut).toMatchObject([{ reason: "The address of 'b.blp' is too long for S3." }]);
  });

  async function openBatch() {
    const { host, folder } = await openHost();
    const transport = new MemoryTransport(host);
    /** Older than anything that is written now. */
    const fileOf = (name: string, content: string, relativeFolder?: string): string => {
      const path = join(folder, name);
      writeFileSync(path, content.repeat(1000));
      utimesSync(path, 1, 1);
      return host.admitPaths([path], relativeFolder)[0] ?? '';
    };
    const batch = { ...batchOf(), place: { kind: 'address' as const, address: ` ${BUCKET}/run/ ` } };
    return { host, folder, transport, fileOf, batch };
  }
});
