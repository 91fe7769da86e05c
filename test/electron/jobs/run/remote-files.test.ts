import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packNpyToFile } from '../../../../electron/engine/pack/convenience.js';
import type { JobSpec } from '../../../../electron/jobs/queue/job-spec.js';
import { ADDRESS_LOST } from '../../../../electron/jobs/queue/lost-address.js';
import { fixturePath } from '../../../fixtures.js';
import { noise } from '../../../native/samples.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { served, startRangeServer } from '../../remote/range-server.js';
import { virtualContainer } from '../../remote/virtual-container.js';
import { openQueue } from '../open-queue.js';
import { compressSpec, decompressSpec, verifySpec } from '../specs.js';

const npy = readFileSync(fixturePath('plain', 'arange_i8.npy'));

/** A server with an array and its container, a folder for outputs, and what a queue needs to ask the server. */
async function setUp() {
  const folder = scratchFolder();
  const outputs = join(folder, 'outputs');
  mkdirSync(outputs);
  const container = join(folder, 'a.npy.blp');
  await packNpyToFile(fixturePath('plain', 'arange_i8.npy'), container);
  const files = { '/a.npy': served(npy), '/a.npy.blp': served(readFileSync(container)) };
  const server = await startRangeServer(files);
  return { folder, outputs, server, origin: server.origin, ports: { allowsPrivateAddresses: true } };
}

const whole = { address: 'whole' } as const;

describe('a job of a file on a server', () => {
  test('reads it as a local one, and keeps nothing of it but the output', async () => {
    const { folder, outputs, origin, server, ports } = await setUp();
    const { queue, reach } = await openQueue(folder, ports);
    const packed = { ...compressSpec(`${origin}/a.npy`), targetPath: join(outputs, 'packed.blp'), ...whole };
    const unpacked = decompressSpec(`${origin}/a.npy.blp`, join(outputs, 'unpacked.npy'), whole);
    queue.add([packed]);
    queue.add([unpacked]);
    expect(await reach('a.npy', 'done', 'failed')).toMatchObject({ state: 'done', plainBytes: 8315 * 8 });
    expect(await reach('a.npy.blp', 'done', 'failed')).toMatchObject({ state: 'done', plainBytes: 8315 * 8 });
    expect(readFileSync(unpacked.targetPath)).toEqual(npy);
    queue.controlAll('clear-finished');
    queue.add([decompressSpec(packed.targetPath, join(outputs, 'again.npy'))]);
    await reach('packed.blp', 'done', 'failed');
    expect(readFileSync(join(outputs, 'again.npy'))).toEqual(npy);
    queue.add([{ ...verifySpec(`${origin}/a.npy.blp`), ...whole }]);
    const checked = await reach('a.npy.blp', 'done', 'failed');
    expect(checked).toMatchObject({ state: 'done', checked: { match: 1, mismatch: 0, unreadable: 0 } });

    queue.controlAll('clear-finished');
    server.faults.push((request) => {
      delete request.headers.range;
      return false;
    });
    const before = server.requests.length;
    queue.add([decompressSpec(`${origin}/a.npy.blp`, join(outputs, 'whole.npy'), whole)]);
    const { id } = await reach('a.npy.blp', 'done', 'failed');
    expect(readFileSync(join(outputs, 'whole.npy'))).toEqual(npy);
    expect(queue.details(id)?.log.some(({ text }) => text.includes('all of it is downloaded'))).toBe(true);
    expect(server.requests.length - before).toBe(1);
    expect(readdirSync(outputs).sort()).toEqual(['again.npy', 'packed.blp', 'unpacked.npy', 'whole.npy']);
  });

  test('fails as the server says, and writes nothing', async () => {
    const { folder, outputs, origin, server, ports } = await setUp();
    const { queue, job, reach } = await openQueue(folder, ports);
    const spec = decompressSpec(`${origin}/a.npy.blp`, join(outputs, 'a.npy'), whole);
    server.faults.push((_, response) => {
      response.writeHead(403).end();
      return true;
    });
    queue.add([spec]);
    const refused = await reach('a.npy.blp', 'done', 'failed');
    expect(refused.error).toMatchObject({ kind: 'io', code: 'EACCES', message: expect.stringContaining('403') });
    expect(readdirSync(outputs)).toEqual([]);
    await queue.control([job('a.npy.blp').id], 'retry');
    expect((await reach('a.npy.blp', 'done', 'failed')).state).toBe('done');

    const { file } = virtualContainer(new Uint32Array(noise(2 ** 20).buffer), 8, 2 ** 15);
    server.files.set('/changing.blp', file);
    server.faults.push(() => {
      server.files.set('/changing.blp', { ...file, headers: { etag: '"2"' } });
      return false;
    });
    queue.add([decompressSpec(`${origin}/changing.blp`, join(outputs, 'changing.npy'), whole)]);
    expect((await reach('changing.blp', 'done', 'failed')).error).toMatchObject({ kind: 'io', code: 'ESTALE' });
    expect(readdirSync(outputs)).toEqual(['a.npy']);
  });

  test('is refused a server of a private network unless that is allowed', async () => {
    const { folder, outputs, origin, server } = await setUp();
    const { queue, reach } = await openQueue(folder);
    queue.add([decompressSpec(`${origin}/a.npy.blp`, join(outputs, 'a.npy'), whole)]);
    expect((await reach('a.npy.blp', 'done', 'failed')).error).toMatchObject({ code: 'EPRIVATE' });
    expect(server.requests).toEqual([]);
  });

  test('is cancelled while the server does not answer', async () => {
    const { folder, outputs, origin, server, ports } = await setUp();
    const { queue, job, reach } = await openQueue(folder, ports);
    const asked = new Promise<void>((resolve) => {
      server.faults.push(() => {
        resolve();
        return true;
      });
    });
    queue.add([decompressSpec(`${origin}/a.npy.blp`, join(outputs, 'a.npy'), whole)]);
    await asked;
    await queue.control([job('a.npy.blp').id], 'cancel');
    await reach('a.npy.blp', 'cancelled');
    expect(readdirSync(outputs)).toEqual([]);
  });
});

test('secrets of an address are not stored, so that only jobs without are continued by the next run', async () => {
  const { folder, outputs, origin, server, ports } = await setUp();
  const secret = `${origin.replace('//', '//me:word@')}/a.npy?sign=hidden`;
  const name = `${origin}/a.npy?...`;
  const target = (file: string): Pick<JobSpec, 'targetPath'> => ({ targetPath: join(outputs, file) });
  const specs: readonly JobSpec[] = [
    { ...compressSpec(name), ...target('secret.blp'), address: 'without-secrets' },
    { ...compressSpec(`${origin}/a.npy`), ...target('plain.blp'), ...whole },
  ];
  const addressOf = (asked: string) => (asked === name ? secret : asked);
  const first = await openQueue(folder, { ...ports, addressOf });
  first.queue.add([{ ...compressSpec(name), ...target('now.blp'), address: 'without-secrets' }]);
  expect((await first.reach('a.npy?...', 'done', 'failed')).state).toBe('done');
  expect(server.requests[0]).toMatchObject({
    url: '/a.npy?sign=hidden',
    headers: { authorization: expect.any(String) },
  });
  first.queue.controlAll('clear-finished');
  first.queue.controlAll('pause');
  first.queue.add(specs);
  await first.queue.close('cancel');
  expect(readFileSync(join(folder, 'state', 'queue.json'), 'utf8')).not.toMatch(/word|hidden/);

  const { queue, job, reach } = await openQueue(folder, { ...ports, addressOf });
  expect(queue.view().interrupted).toMatchObject({ remaining: 2 });
  expect(job('a.npy?...').note).toBe(ADDRESS_LOST);
  await queue.interrupted('continue');
  expect(await reach('a.npy?...', 'done', 'failed')).toMatchObject({
    state: 'failed',
    error: { message: ADDRESS_LOST },
  });
  expect((await reach('a.npy', 'done', 'failed')).state).toBe('done');
  expect(readdirSync(outputs).sort()).toEqual(['now.blp', 'plain.blp']);
});
