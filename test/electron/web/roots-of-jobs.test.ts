import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import type { JobView } from '../../../shared/contract/jobs.js';
import { batchOf } from '../host/batch-of.js';
import { ask, nextEvent } from '../host/typed-calls.js';
import { openWebHost } from './open-web-host.js';
import { SocketTransport } from './socket-transport.js';

const SECRET = 'TOP SECRET\n'.repeat(50);

/** A job that waits until the test starts it; and a folder outside of the root with one file. */
async function waitingJob() {
  const web = await openWebHost();
  const outside = join(dirname(web.folder), 'outside');
  mkdirSync(outside);
  writeFileSync(join(outside, 'j.dat'), SECRET);
  mkdirSync(join(web.folder, 'sub'));
  writeFileSync(join(web.folder, 'sub', 'j.dat'), Buffer.alloc(9000));
  const transport = await SocketTransport.open(web);
  const [sub] = (await ask(transport, 'files.browse', {})).entries;
  const [file] = (await ask(transport, 'files.browse', { id: sub?.id ?? '' })).entries;
  await ask(transport, 'jobs.control-all', { what: 'pause' });
  const batch = { ...batchOf(), items: [{ id: file?.id ?? '', action: 'compress' as const }], check: 'none' as const };
  await ask(transport, 'batch.start', { batch, onCollision: 'replace' });
  const run = async (): Promise<JobView> => {
    const ended = nextEvent(transport, 'jobs.changed', ({ jobs }) =>
      jobs.some(({ state }) => state === 'failed' || state === 'done'),
    );
    await ask(transport, 'jobs.control-all', { what: 'resume' });
    await ended;
    const [job] = (await ask(transport, 'jobs.list')).jobs;
    if (!job) throw new TypeError('the job is gone');
    return job;
  };
  return { folder: join(web.folder, 'sub'), outside, run };
}

it('reads no file that a link has led to since the job was planned', async () => {
  const { folder, outside, run } = await waitingJob();
  unlinkSync(join(folder, 'j.dat'));
  symlinkSync(join(outside, 'j.dat'), join(folder, 'j.dat'));
  expect(await run()).toMatchObject({ state: 'failed', error: { code: 'EOUTSIDE' } });
  expect(readdirSync(folder)).toEqual(['j.dat']);
});

it('writes to no file that a link has led to since', async () => {
  const { folder, outside, run } = await waitingJob();
  symlinkSync(join(outside, 'j.dat'), join(folder, 'j.dat.blp'));
  expect(await run()).toMatchObject({ state: 'failed', error: { code: 'EOUTSIDE' } });
  expect(readFileSync(join(outside, 'j.dat'), 'utf8')).toBe(SECRET);
});

it('neither reads nor writes in a folder that a link has taken the name of since', async () => {
  const { folder, outside, run } = await waitingJob();
  renameSync(folder, `${folder}-away`);
  symlinkSync(outside, folder);
  expect(await run()).toMatchObject({ state: 'failed', error: { code: 'EOUTSIDE' } });
  expect(readdirSync(outside)).toEqual(['j.dat']);
  rmSync(folder);
});
