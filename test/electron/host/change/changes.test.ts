import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type NdArray, ndarray } from '../../../../electron/engine/arrays/ndarray.js';
import { npyHeaderFor } from '../../../../electron/engine/arrays/npy-head.js';
import { Container } from '../../../../electron/engine/container/container.js';
import { readMetadataBytes } from '../../../../electron/engine/container/decode-metadata.js';
import { readLayout } from '../../../../electron/engine/container/layout.js';
import { openFileReader } from '../../../../electron/engine/io/file-reader.js';
import { packNdarrayToFile } from '../../../../electron/engine/pack/convenience.js';
import type { PackOptions } from '../../../../electron/engine/pack/pack.js';
import { digestArray } from '../../../../electron/exchange/digest/digest-array.js';
import { openArray } from '../../../../electron/exchange/find-arrays.js';
import { appendSpec, planAppending } from '../../../../electron/host/change/append-change.js';
import { convertSpec, planConverting } from '../../../../electron/host/change/convert-change.js';
import { changeMetadata, planMetadataChange } from '../../../../electron/host/change/metadata-change.js';
import { planRepairing, repairSpec } from '../../../../electron/host/change/repair-change.js';
import { FileRegistry } from '../../../../electron/host/files/file-registry.js';
import { openDocument } from '../../../../electron/host/inspection.js';
import { createControlWord } from '../../../../electron/jobs/queue/control-word.js';
import { runJob } from '../../../../electron/jobs/run/run-job.js';
import type { ConvertTarget } from '../../../../shared/contract/inspect/change.js';
import { readsContainer } from '../../../../shared/contract/jobs.js';
import { fixturePath } from '../../../fixtures.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { inspectionHere } from '../inspection-here.js';

function rows(count: number, columns = 4): NdArray {
  const values = Float32Array.from({ length: count * columns }, (_, index) => index / 8);
  return ndarray(values, { shape: [count, columns] });
}

async function packed(array: NdArray, options: PackOptions = {}): Promise<string> {
  const path = join(scratchFolder(), 'a.blp');
  await packNdarrayToFile(array, path, { chunkSize: 1600, ...options });
  return path;
}

function npy(path: string, array: NdArray): string {
  writeFileSync(path, Buffer.concat([npyHeaderFor(array), array.bytes]));
  return path;
}

const ports = () => ({ nthreads: 2, control: createControlWord(), report: () => undefined });

describe('new metadata', () => {
  it('are planned without writing: where they are stored, and how much room is left', async () => {
    const path = await packed(rows(100));
    const before = readFileSync(path);
    const small = await metadataWith(path, { station: 'Zugspitze' });
    const plan = await planMetadataChange(path, small);
    expect(plan).toMatchObject({ how: 'in-place' });
    expect(plan).not.toHaveProperty('problem');
    expect(plan.storedBytes).toBeLessThan(plan.roomBytes);
    const noise = Array.from({ length: 4000 }, (_, index) => Math.sin(index));
    const large = await planMetadataChange(path, await metadataWith(path, { noise }));
    expect(large).toMatchObject({ how: 'rewrite', roomBytes: plan.roomBytes });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('are refused with a reason when the data would contradict them', async () => {
    const path = await packed(rows(100));
    const { problem } = await planMetadataChange(path, await metadataWith(path, { shape: [3, 4] }));
    expect(problem).toMatch(/^The array.*48 bytes.*1600\.$/);
    expect((await planMetadataChange(path, '{}')).problem).toBeTruthy();
    await expect(planMetadataChange(path, '{')).rejects.toMatchObject({ problem: 'bad-json' });
  });

  it('are planned with a warning when the same bytes would be another array', async () => {
    const path = await packed(rows(100));
    const warningOf = async (more: object) => (await planMetadataChange(path, await metadataWith(path, more))).warning;
    expect(await warningOf({ station: 'Zugspitze' })).toBeUndefined();
    expect(await warningOf({ order: 'F' })).toContain('(100, 4) in F order instead of');
    expect(await warningOf({ shape: [4, 100] })).toMatch(/\(4, 100\) in C order instead of .*\(100, 4\) in C order/);
    expect(await warningOf({ dtype: "'<i4'" })).toContain('<i4');
  });

  it('are written with every digit, and undone by writing the previous ones', async () => {
    const path = await packed(rows(100));
    const before = readFileSync(path);
    const text = (await metadataWith(path, {})).replace('}', ',"id":12345678901234567890123,"x":1.50}');
    const { how, before: old = '' } = await changeMetadata(path, text);
    expect(how).toBe('in-place');
    const again = await changeMetadata(path, old);
    expect(again.before).toContain('12345678901234567890123');
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});

describe('an append', () => {
  it('is planned with shapes, chunks and room, and does what the plan said', async () => {
    const path = await packed(rows(150));
    const source = npy(join(scratchFolder(), 'more'), rows(50));
    const plan = await planAppending(path, source);
    expect(plan).toEqual({
      sourceName: 'more',
      addedBytes: 800,
      oldShape: [150, 4],
      newShape: [200, 4],
      oldChunks: 2,
      newChunks: 2,
      slots: 22,
      replacesLastChunk: true,
      how: 'in-place',
    });
    const spec = await appendSpec(path, source);
    expect(spec).toMatchObject({ action: 'append', options: { codec: 'blosclz', shuffle: 'byte' } });
    const outcome = await runJob(spec, ports());
    expect(outcome).toMatchObject({ kind: 'done', chunks: plan.newChunks, verdict: 'identical to the source' });
    expect(await planAppending(path, source)).toMatchObject({
      oldShape: [200, 4],
      replacesLastChunk: false,
      newChunks: 3,
    });
  });

  it('without room is planned and done as a rewrite', async () => {
    const path = await packed(rows(100), { bloscpack: { maxAppChunks: 1 } });
    const source = npy(join(scratchFolder(), 'more.npy'), rows(500));
    expect(await planAppending(path, source)).toMatchObject({ how: 'rewrite', slots: 2, newChunks: 6 });
    expect(await runJob(await appendSpec(path, source), ports())).toMatchObject({ kind: 'done', chunks: 6 });
  });

  it.each([
    [
      'another number of columns',
      (folder: string) => npy(join(folder, 'b.npy'), rows(5, 3)),
      'all axes except the first',
    ],
    ['half a row', (folder: string) => bytes(join(folder, 'b.dat'), 7), 'whole number of rows'],
  ])('is refused with a reason for %s', async (_what, make, reason) => {
    const path = await packed(rows(100));
    const source = make(scratchFolder());
    const plan = await planAppending(path, source);
    expect(plan.obstacle).toContain(reason);
    expect(plan.obstacle).not.toContain(source);
    expect(plan).toMatchObject({ oldShape: [100, 4], oldChunks: 1, newChunks: 1 });
    await expect(appendSpec(path, source)).rejects.toMatchObject({ error: { kind: 'argument' } });
  });
});

describe('a repair', () => {
  it('is planned in steps, and does what they say', async () => {
    const path = await packed(rows(400));
    const bytesOf = readFileSync(path);
    bytesOf[bytesOf.byteLength - 5] = (bytesOf[bytesOf.byteLength - 5] ?? 0) ^ 0xff;
    writeFileSync(path, bytesOf);
    const plan = await planRepairing(path, 'left-out');
    expect(plan).toMatchObject({ readableChunks: 3, lostChunks: 1, how: 'copy', possible: true });
    expect(plan.steps.join('\n')).toMatch(/Keep 3 of 4 chunks.*chunk 3 \(items 1200 to 1599\).*'a\.repaired\.blp'/s);
    const spec = await repairSpec(path, 'left-out');
    expect(await runJob(spec, ports())).toMatchObject({ kind: 'done', chunks: 3, verdict: 'verified' });
    expect((await repairSpec(path, 'zeros')).targetPath).toMatch(/a\.repaired \(2\)\.blp$/);
    expect(readdirSync(join(path, '..')).sort()).toEqual(['a.blp', 'a.repaired.blp']);
  });

  it('puts zeros in place of missing data, so that an array keeps its shape and all other values their place', async () => {
    const path = await packed(rows(400));
    const reader = await openFileReader(path);
    const { chunksPositionBytes } = await readLayout(reader);
    await reader.close();
    const file = readFileSync(path);
    file[chunksPositionBytes + 30] = (file[chunksPositionBytes + 30] ?? 0) ^ 0xff;
    writeFileSync(path, file);
    const plan = await planRepairing(path, 'zeros');
    expect(plan).toMatchObject({ lostChunks: 1, missing: 'zeros' });
    expect(plan.steps.join('\n')).toContain('Put zeros in place of chunk 0 (items 0 to 399).');
    expect((await planRepairing(path, 'left-out')).steps.join('\n')).toMatch(
      /Leave out chunk 0.*kept as plain bytes\./s,
    );
    const spec = await repairSpec(path, 'zeros');
    expect(await runJob(spec, ports())).toMatchObject({ kind: 'done', chunks: 4, verdict: 'verified' });
    const repaired = await Container.open(spec.targetPath);
    const { shape, bytes: values } = await repaired.readSlice('...');
    await repaired.close();
    expect(shape).toEqual([400, 4]);
    const found = [...new Float32Array(values.buffer, values.byteOffset, 1600)];
    expect(found).toEqual(found.map((_, index) => (index < 400 ? 0 : index / 8)));
  });

  it('is not offered for a file that is undamaged or cannot be repaired', async () => {
    const folder = scratchFolder();
    cpSync(fixturePath('golden', 'defaults.blp'), join(folder, 'whole.blp'));
    bytes(join(folder, 'none.blp'), 10);
    expect(await planRepairing(join(folder, 'whole.blp'), 'zeros')).toMatchObject({ possible: false, lostChunks: 0 });
    expect(await planRepairing(join(folder, 'none.blp'), 'zeros')).toMatchObject({
      possible: false,
      readableChunks: 0,
    });
  });
});

describe('a conversion', () => {
  async function opened(path: string, roots?: readonly string[], member?: string) {
    const { inspector } = await inspectionHere();
    const documents = { inspector, registry: await FileRegistry.open(roots), ports: {} };
    const { document } = await openDocument(documents, {
      id: documents.registry.admit(path),
      ...(member !== undefined && { member }),
    });
    return { documents, document };
  }

  it('is planned beside the container, under names that are free', async () => {
    const path = await packed(rows(100));
    bytes(join(path, '..', 'a.h5'), 1);
    bytes(join(path, '..', 'a.zarr.zip'), 1);
    const { documents, document } = await opened(path);
    const { choices } = await planConverting(documents, document);
    expect(choices.map(({ outputName }) => outputName)).toEqual(['a (2).h5', 'a.zarr', 'a (2).zarr.zip', 'a.npy']);
    const spec = await convertSpec(documents, document, 'h5');
    expect(spec).toMatchObject({ action: 'convert', sourcePath: path, overwrite: false, trashSource: false });
    expect(await runJob(spec, ports())).toMatchObject({ kind: 'done' });
    expect(readdirSync(join(path, '..')).sort()).toEqual(['a (2).h5', 'a.blp', 'a.h5', 'a.zarr.zip']);
  });

  it('says before the start why chunks will be compressed anew, in the words of the job', async () => {
    const planned = async (path: string) => {
      const { documents, document } = await opened(path);
      return planConverting(documents, document);
    };
    const whole = await planned(await packed(rows(100)));
    expect(whole.choices.every(({ recompressReason }) => recompressReason === undefined)).toBe(true);
    const path = await packed(rows(100), { chunkSize: 364 });
    const { choices } = await planned(path);
    const log: string[] = [];
    const { documents, document } = await opened(path);
    const report = (one: { readonly kind: string; readonly text?: string }) =>
      one.kind === 'log' && log.push(one.text ?? '');
    await runJob(await convertSpec(documents, document, 'h5'), { ...ports(), report });
    const reasons = Object.fromEntries(choices.map(({ to, recompressReason }) => [to, recompressReason]));
    expect(reasons.h5).toMatch(/^its chunks do not hold whole rows/);
    expect(reasons.zarr).toBe(reasons.h5);
    expect(reasons.npy).toBeUndefined();
    expect(log).toEqual([`recompressed, because ${reasons.h5}`]);
  });

  it('is of the array of any open file: a `.npy`, or one of several, beside it and not to its own format', async () => {
    const folder = scratchFolder();
    const source = npy(join(folder, 'a.npy'), rows(100));
    const values = await digestOf(source);
    const convert = async (path: string, to: ConvertTarget, member?: string) => {
      const { documents, document } = await opened(path, undefined, member);
      const { choices } = await planConverting(documents, document);
      expect(await runJob(await convertSpec(documents, document, to), ports())).toMatchObject({ kind: 'done' });
      return choices.map(({ outputName, recompressReason }) => [outputName, recompressReason]);
    };
    const plain = 'its items are not compressed by Blosc';
    expect(await convert(source, 'h5')).toEqual([
      ['a.h5', plain],
      ['a.zarr', plain],
      ['a.zarr.zip', plain],
    ]);
    // The dataset is called data.
    expect(await convert(join(folder, 'a.h5'), 'zarr', '/data')).toEqual([
      ['data.zarr', undefined],
      ['data.zarr.zip', undefined],
      ['data.npy', undefined],
    ]);
    expect((await convert(join(folder, 'data.zarr'), 'npy')).map(([name]) => name)).toEqual(['data.h5', 'data.npy']);
    expect(await digestOf(join(folder, 'data.npy'))).toBe(values);
    expect(readdirSync(folder).sort()).toEqual(['a.h5', 'a.npy', 'data.npy', 'data.zarr']);
  });

  it('of a damaged file of another format fails, leaves nothing, and is no damage of a container', async () => {
    const source = npy(join(scratchFolder(), 'a.npy'), rows(100));
    const { documents, document } = await opened(source);
    const spec = await convertSpec(documents, document, 'h5');
    writeFileSync(source, readFileSync(source).subarray(0, 500));
    expect(await runJob(spec, ports())).toMatchObject({ kind: 'failed', error: { kind: 'format' } });
    expect(readdirSync(join(source, '..'))).toEqual(['a.npy']);
    const job = { action: 'convert', fromArrays: true } as const;
    expect([readsContainer(job), readsContainer({ action: 'convert' })]).toEqual([false, true]);
  });

  it('writes no folder where there are roots', async () => {
    const path = await packed(rows(100));
    const { documents, document } = await opened(path, [join(path, '..')]);
    const { choices } = await planConverting(documents, document);
    expect(choices.map(({ to }) => to)).toEqual(['h5', 'zarr.zip', 'npy']);
    await expect(convertSpec(documents, document, 'zarr')).rejects.toThrow('cannot be converted to .zarr here');
  });

  it('offers only formats that have the dtype, and none for a container without an array', async () => {
    const text = ndarray(new Uint8Array(40), { dtype: '<U5', shape: [2] });
    const [array, plain] = [await opened(await packed(text)), await opened(fixturePath('golden', 'defaults.blp'))];
    const { choices } = await planConverting(array.documents, array.document);
    expect(choices.map(({ to }) => to)).toEqual(['zarr', 'zarr.zip', 'npy']);
    expect(await planConverting(plain.documents, plain.document)).toMatchObject({ choices: [] });
  });
});

async function digestOf(path: string): Promise<string> {
  const dataset = await openArray(path, {});
  return digestArray(dataset, {}).finally(() => dataset.close());
}

function bytes(path: string, lengthBytes: number): string {
  writeFileSync(path, new Uint8Array(lengthBytes));
  return path;
}

/** The present metadata with more keys, as text. */
async function metadataWith(path: string, more: object): Promise<string> {
  const reader = await openFileReader(path);
  const present = await readMetadataBytes(reader, await readLayout(reader));
  await reader.close();
  return JSON.stringify({ ...(JSON.parse(String(Buffer.from(present ?? []))) as object), ...more });
}
