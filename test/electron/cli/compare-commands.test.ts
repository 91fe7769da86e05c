import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type DataChoice, openData } from '../../../electron/bench/codecs/open-data.js';
import { runCompare } from '../../../electron/bench/codecs/run-compare.js';
import { takeSample } from '../../../electron/bench/codecs/sample.js';
import { findPython } from '../../../electron/bench/formats/python-process.js';
import { syncedFile } from '../../../electron/bench/formats/synced-file.js';
import { npyHeaderFor } from '../../../electron/engine/arrays/npy-head.js';
import { NpzWriter } from '../../../electron/engine/arrays/npz-writer.js';
import { packNdarrayToBytes } from '../../../electron/engine/pack/convenience.js';
import { planPreset } from '../../../shared/compare/plan.js';
import { type DataFacts, measuredOf } from '../../../shared/compare/result.js';
import type { Setting } from '../../../shared/compare/setting.js';
import { blpkCommand, pythonSnippet } from '../../../shared/compare/setting-commands.js';
import { arrayMetadata } from '../../../shared/format/numpy/array-metadata.js';
import { dtypeOfText } from '../../../shared/format/numpy/dtype-parse.js';
import { scratchFolder } from '../../scratch-folder.js';
import { calibration, environment } from '../bench/codecs/samples.js';

const folder = scratchFolder();
const bin = join(folder, 'bin');

/** Bytes that repeat in records, with some noise. */
function recordBytes(sizeBytes: number, itemsize: number): Uint8Array {
  return Uint8Array.from(
    { length: sizeBytes },
    (_, at) => (at % itemsize) * 7 + ((at * at) >> 9) + Math.floor(at / 4096),
  );
}

function arrayOf(descr: string, shape: readonly number[]) {
  const dtype = dtypeOfText(descr);
  const sizeBytes = shape.reduce((product, length) => product * length, dtype.itemsize);
  return { bytes: recordBytes(sizeBytes, dtype.itemsize), dtype, shape, order: 'C' as const };
}

const points = arrayOf('<f4', [100_000, 3]);
const records = arrayOf(
  `[${Array.from({ length: 40 }, (_, at) => `('f${at}', '<f8')`).join(', ')}, ('id', '<i4')]`,
  [4000],
);

/** What is measured, and the file that the command or script makes. */
const CASES = [
  { name: 'a.npy', choice: { kind: 'file', path: 'a.npy' }, typesize: 4, made: 'a.blp' },
  { name: "a row's typesize", choice: { kind: 'file', path: 'a.npy' }, typesize: 12, made: 'a.blp' },
  { name: 'records of 324 bytes', choice: { kind: 'file', path: 'records.npy' }, typesize: 8, made: 'records.blp' },
  { name: 'their own typesize', choice: { kind: 'file', path: 'records.npy' }, typesize: 1, made: 'records.blp' },
  { name: 'bytes', choice: { kind: 'file', path: "it's.dat" }, typesize: 8, made: "it's.dat.blp" },
  { name: 'a container', choice: { kind: 'file', path: 'c.blp' }, typesize: 4, made: 'c-zstd3.blp' },
  { name: 'a container of bytes', choice: { kind: 'file', path: 'b.blp' }, typesize: 4, made: 'b-zstd3.blp' },
  {
    name: 'an array of a .npz',
    choice: { kind: 'npz', path: 'multi.npz', member: 'xyz' },
    typesize: 12,
    made: 'xyz.blp',
  },
] as const satisfies readonly { name: string; choice: DataChoice; typesize: number; made: string }[];

beforeAll(async () => {
  mkdirSync(bin);
  const program = resolve(import.meta.dirname, '../../../dist/blpk.cjs');
  writeFileSync(join(bin, 'blpk'), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`, { mode: 0o755 });
  const files = join(folder, 'files');
  mkdirSync(files);
  const npy = (array: typeof points) => Buffer.concat([npyHeaderFor(array), array.bytes]);
  writeFileSync(join(files, 'a.npy'), npy(points));
  writeFileSync(join(files, 'records.npy'), npy(records));
  writeFileSync(join(files, "it's.dat"), points.bytes);
  writeFileSync(join(files, 'c.blp'), await packNdarrayToBytes(points, { blosc: { codec: 'lz4' } }));
  shell(`blpk compress -t 4 -c lz4 "it's.dat" b.blp`, files);
  const archive = new NpzWriter(await syncedFile(join(files, 'multi.npz')), 'stored');
  for (const name of ['other', 'xyz']) {
    const member = archive.member(name);
    await member.begin({ sizeBytes: points.bytes.length, metadata: { ...arrayMetadata(points) } });
    await member.write(points.bytes);
    await member.finish();
  }
  await archive.finish();
});

function shell(script: string, cwd: string) {
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
  const { status, stderr } = spawnSync('/bin/sh', ['-c', script], { cwd, env, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
}

/** Measures one setting on a copy of the files, in which the command is then run. */
async function measured(
  choice: DataChoice,
  typesize: number,
): Promise<{ cwd: string; data: DataFacts; setting: Setting; storedBytes: number }> {
  const cwd = freshCopy();
  const data = await openData({ ...choice, path: join(cwd, choice.path) });
  const plan = {
    ...planPreset('quick', typesize, 1),
    codecs: ['zstd'] as const,
    shuffles: ['byte'] as const,
    levels: [3],
    chunkSizesBytes: [2 ** 18],
    repeats: 1,
    minimumSampleMs: 0,
    minimumTotalMs: 0,
  };
  const sample = await takeSample(data, plan);
  await data.close();
  for await (const event of runCompare(sample, plan, { environment, calibration, free: async () => 2 })) {
    if (event.kind !== 'done') continue;
    const [result] = measuredOf(event.run.results).filter(({ setting }) => setting.codec === 'zstd');
    if (result) return { cwd, data: event.run.data, setting: result.setting, storedBytes: result.storedBytes };
  }
  throw new Error('nothing was measured');
}

let copies = 0;

function freshCopy(): string {
  const cwd = join(folder, `copy-${copies++}`);
  cpSync(join(folder, 'files'), cwd, { recursive: true });
  return cwd;
}

describe.skipIf(process.platform === 'win32')('a copied command', () => {
  it.each(CASES)('of $name makes a container of the measured size', async ({ choice, typesize, made }) => {
    const { cwd, data, setting, storedBytes } = await measured(choice, typesize);
    shell(blpkCommand(setting, data), cwd);
    expect(readFileSync(join(cwd, made)).length).toBe(storedBytes);
  });

  it('of a folder compresses each file, arrays with the typesize of their items', async () => {
    const { cwd, data, setting } = await measured({ kind: 'file', path: "it's.dat" }, 8);
    shell("mkdir f && mv a.npy it\\'s.dat f", cwd);
    shell(blpkCommand(setting, { ...data, source: { kind: 'folder', file: 'f' } }), cwd);
    const own = ['f/a.blp', "f/it's.dat.blp"].map((path) => readFileSync(join(cwd, path)));
    // Byte 7 of a container is its typesize.
    expect(own.map((bytes) => bytes[7])).toEqual([4, 8]);
  });
});

describe('a copied Python script', () => {
  it.for(CASES)('of $name makes a container of the measured size', async ({ choice, typesize, made }, context) => {
    const python = await findPython('import bloscpack, numpy');
    if (!python) context.skip('no Python here has the reference, bloscpack, and numpy');
    const { cwd, data, setting, storedBytes } = await measured(choice, typesize);
    writeFileSync(join(cwd, 'script.py'), pythonSnippet(setting, data));
    const { status, stderr } = spawnSync(python?.program ?? '', ['script.py'], { cwd, encoding: 'utf8' });
    expect(status, stderr).toBe(0);
    expect(readFileSync(join(cwd, made)).length).toBe(storedBytes);
    const plain = made.replace(/blp$/, 'back');
    shell(`blpk decompress "${made}" "${plain}"`, cwd);
    const source = choice.path === 'records.npy' ? records.bytes : points.bytes;
    expect(Buffer.compare(readFileSync(join(cwd, plain)), source)).toBe(0);
  });
});
