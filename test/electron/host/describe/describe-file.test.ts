import { cpSync, mkdirSync, readdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { describeFile, describeFiles } from '../../../../electron/host/describe/describe-file.js';
import type { FileRegistry } from '../../../../electron/host/files/file-registry.js';
import type { Inspection } from '../../../../electron/host/inspection.js';
import { fixturePath, manifest, readFixture } from '../../../fixtures.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { notCounted, transferredBy } from '../../../transferred-bytes.js';
import { writeZip } from '../../engine/arrays/zip-file.js';
import { inspectionHere } from '../inspection-here.js';

let inspection: Inspection;
let registry: FileRegistry;

beforeEach(async () => {
  inspection = await inspectionHere();
  ({ registry } = inspection);
});

function describeAt(path: string) {
  return describeFile(inspection, registry.admit(path));
}

it('describes every golden container with its array', async () => {
  for (const { name, file, numpy, plain_nbytes, header } of manifest.golden) {
    const facts = await describeAt(fixturePath(file));
    expect(facts.kind, name).toBe('container');
    expect(facts.container?.checksum, name).toBe(header.checksum);
    expect(facts.container?.aborted, name).toBe(false);
    expect(facts.actions[0], name).toBe('decompress');
    if (header.nchunks >= 0) expect(facts.container?.plainBytes, name).toBe(plain_nbytes);
    if (numpy) expect(facts.array?.itemsize, name).toBeGreaterThanOrEqual(0);
  }
});

it('describes every plain array with dtype and shape', async () => {
  for (const { npy, dtype, shape } of Object.values(manifest.plain)) {
    if (npy === undefined) continue;
    const facts = await describeAt(fixturePath(npy));
    expect(facts).toMatchObject({ kind: 'npy', array: { descr: dtype, shape } });
    expect(facts.actions[0]).toBe('compress');
  }
});

it('never fails on a damaged container, says why it cannot be used, and offers to inspect it', async () => {
  for (const { name, file } of manifest.corrupt) {
    const facts = await describeAt(fixturePath(file));
    if (facts.kind !== 'unreadable') continue;
    expect(facts.problem?.message, name).toBeTruthy();
    expect(facts.actions, name).toEqual(['inspect']);
  }
});

it('detects a container that was not completed', async () => {
  const facts = await describeAt(fixturePath('corrupt', 'offsets_all_unknown.blp'));
  expect(facts.container?.aborted).toBe(true);
});

it('detects a container that was cut off', async () => {
  const path = join(scratchFolder(), 'cut.blp');
  const whole = readFixture('golden', 'defaults.blp');
  writeFileSync(path, whole);
  expect((await describeAt(path)).container?.truncated).toBeUndefined();
  writeFileSync(path, whole.subarray(0, whole.byteLength - 1));
  expect((await describeAt(path)).container?.truncated).toBe(true);
});

it('decides by the first bytes, not by the name', async () => {
  const folder = scratchFolder();
  cpSync(fixturePath('golden', 'defaults.blp'), join(folder, 'a.npy'));
  cpSync(fixturePath('plain', 'walk_f4.npy'), join(folder, 'b.blp'));
  writeFileSync(join(folder, 'c.npz'), 'plain text');
  writeFileSync(join(folder, 'd'), new Uint8Array([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]));
  writeFileSync(join(folder, 'e.npy'), '');
  const kinds = await Promise.all(
    readdirSync(folder).map(async (name) => [name, (await describeAt(join(folder, name))).kind]),
  );
  expect(Object.fromEntries(kinds)).toEqual({
    'a.npy': 'container',
    'b.blp': 'npy',
    'c.npz': 'raw',
    d: 'hdf5',
    'e.npy': 'raw',
  });
});

it('lists the arrays of an archive, with the reason for those that cannot be read', async () => {
  const path = join(scratchFolder(), 'many.npz');
  const npy = readFixture('plain', 'walk_f4.npy');
  const files = { 'good.npy': npy, 'bad.npy': 'no array', 'notes.txt': 'text' };
  const members = Object.entries(files).map(([fileName, content]) => ({ fileName, bytes: Buffer.from(content) }));
  writeFileSync(path, await writeZip(members));
  const { kind, members: found = [] } = await describeAt(path);
  expect(kind).toBe('npz');
  expect(found.map(({ name }) => name)).toEqual(['good', 'bad']);
  expect(found[0]?.array?.descr).toBe('<f4');
  expect(found[1]?.problem).toContain('.npy');
});

it('describes folders, missing files, named pipes and arrays of Python objects', async () => {
  const folder = scratchFolder();
  const header = "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }";
  const text = `${header.padEnd(117)}\n`;
  writeFileSync(
    join(folder, 'objects.npy'),
    Buffer.concat([Buffer.from('\x93NUMPY\x01\x00v\x00', 'latin1'), Buffer.from(text)]),
  );
  mkdirSync(join(folder, 'sub'));
  symlinkSync('/dev/null', join(folder, 'device'));
  expect(await describeAt(join(folder, 'sub'))).toMatchObject({ kind: 'folder', actions: [] });
  expect(await describeAt(join(folder, 'gone'))).toMatchObject({ kind: 'unreadable', problem: { code: 'ENOENT' } });
  expect(await describeAt(join(folder, 'device'))).toMatchObject({ kind: 'unreadable', problem: { kind: 'io' } });
  expect(await describeAt(join(folder, 'objects.npy'))).toMatchObject({
    kind: 'unreadable',
    problem: { problem: 'bad-dtype' },
  });
});

it('describes many files in order, reading only their heads', async (context) => {
  if (notCounted) return context.skip(notCounted);
  const folder = scratchFolder();
  const sources = ['golden/defaults.blp', 'golden/ndarray_2d_F.blp', 'plain/walk_f4.npy', 'plain/one.dat'];
  for (let index = 0; index < 200; index++) {
    const path = join(folder, `file-${index}`);
    cpSync(fixturePath(sources[index % sources.length] ?? ''), path);
    // 64 MiB of sparse zeros after it, which need not be read.
    if (sources[index % sources.length] === 'plain/one.dat') truncateSync(path, 2 ** 26);
  }
  const ids = readdirSync(folder).map((name) => registry.admit(join(folder, name)));
  const { result: facts, readBytes } = await transferredBy(() => describeFiles(inspection, ids));
  expect(readBytes).toBeLessThan(200 * 4096);
  expect(facts.filter(({ kind }) => kind === 'unreadable')).toEqual([]);
  expect(facts.map(({ id }) => id)).toEqual(ids);
});
