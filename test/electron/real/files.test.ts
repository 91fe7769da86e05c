import { execFile } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { measuredOf } from '../../../shared/compare/result.js';
import { writeNpyFile, writeSparseFile } from '../../e2e/made-files.js';
import { callFrom, goodValue, type TestWindow } from '../desktop/page-calls.js';
import { root } from './electron-under-test.js';
import { doBatch, dropOn } from './page-work.js';
import { group } from './specs.js';

const codecs = ['blosclz', 'lz4', 'lz4hc', 'snappy', 'zlib', 'zstd'] as const;

group('Files', (spec) => {
  spec('makes ids of dropped files and folders', {}, async ({ shared }) => {
    const { page, folder } = await shared();
    const file = join(folder, 'dropped file.npy');
    const inner = join(folder, 'Ordner ä');
    writeNpyFile(file, 10);
    mkdirSync(inner);
    const ids = await dropOn(page, [file, inner]);
    expect(ids.join()).not.toMatch(/dropped|Ordner/);
    const facts = goodValue(await callFrom(page, 'files.describe', { ids: [...ids] }));
    expect(facts.map(({ name, kind }) => [name, kind])).toEqual([
      ['dropped file.npy', 'npy'],
      ['Ordner ä', 'folder'],
    ]);
  });

  spec('drags out by id only, with a picture', {}, async ({ shared }) => {
    const { app, page, folder } = await shared();
    const file = join(folder, 'dragged.npy');
    writeNpyFile(file, 10);
    const [id = ''] = await dropOn(page, [file]);
    await app.evaluate(({ BrowserWindow }) => {
      const dragged: unknown[] = [];
      Object.assign(globalThis, { dragged });
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      // Electron's own would wait for a mouse button that nobody holds.
      if (contents)
        contents.startDrag = ({ file: path, icon }) =>
          dragged.push({ path, isEmpty: typeof icon === 'string' || icon.isEmpty() });
    });
    await page.evaluate((wanted) => (globalThis as unknown as TestWindow).bloscpack.dragOut(wanted), file);
    await page.evaluate((wanted) => (globalThis as unknown as TestWindow).bloscpack.dragOut(wanted), id);
    const dragged = () => app.evaluate(() => (globalThis as unknown as { dragged: unknown[] }).dragged);
    await expect.poll(dragged).toEqual([{ path: file, isEmpty: false }]);
  });

  spec('opens each dialog where it was left', {}, async ({ shared }) => {
    const { app, page, folder } = await shared();
    const chosen = join(folder, 'chosen');
    mkdirSync(chosen);
    writeNpyFile(join(chosen, 'a.npy'), 10);
    await app.evaluate(
      ({ dialog }, path) => {
        const asked: unknown[] = [];
        Object.assign(globalThis, { asked });
        dialog.showOpenDialog = async (...args: unknown[]) => {
          asked.push((args.at(-1) as { defaultPath?: string }).defaultPath);
          return { canceled: false, filePaths: [path] };
        };
      },
      join(chosen, 'a.npy'),
    );
    expect(goodValue(await callFrom(page, 'files.choose', { what: 'files' }))).toHaveLength(1);
    await callFrom(page, 'files.choose', { what: 'files' });
    const asked = await app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
    expect(asked[1]).toBe(chosen);
  });

  spec(
    'compresses in worker threads with every codec, and makes the same files again',
    {},
    async ({ shared, notes }) => {
      const { page, folder } = await shared();
      const source = join(folder, 'source.npy');
      writeNpyFile(source, 500_000);
      const [id = ''] = await dropOn(page, [source]);
      for (const codec of codecs) {
        const nameTemplate = `{stem} ${codec}{ext}.blp`;
        const [job] = await doBatch(page, { ids: [id], action: 'compress', options: { codec }, nameTemplate });
        notes[codec] = { outputBytes: job?.outputBytes, elapsedMs: job?.elapsedMs };
      }
      const containers = codecs.map((codec) => join(folder, `source ${codec}.npy.blp`));
      await doBatch(page, { ids: await dropOn(page, containers), action: 'decompress' });
      for (const codec of codecs)
        expect(readFileSync(join(folder, `source ${codec}.npy`)).equals(readFileSync(source)), codec).toBe(true);
      // The command line, on plain Node, reads what Electron wrote.
      await promisify(execFile)(process.execPath, [join(root, 'dist/blpk.cjs'), 'verify', ...containers]);
    },
  );

  spec('looks into a container in a thread of its own', {}, async ({ shared }) => {
    const { page, folder } = await shared();
    const source = join(folder, 'looked at.npy');
    writeNpyFile(source, 100_000);
    await doBatch(page, {
      ids: await dropOn(page, [source]),
      action: 'compress',
      options: { chunkSizeBytes: 2 ** 16 },
    });
    const [id = ''] = await dropOn(page, [`${source}.blp`]);
    const overview = goodValue(await callFrom(page, 'inspect.open', { id }));
    expect(overview).toMatchObject({ kind: 'container', problems: [], array: { shape: [100_000] } });
    const { document } = overview;
    const { defaultPlane: plane } = goodValue(await callFrom(page, 'inspect.data', { document }));
    const format = { kind: 'exact' as const };
    const part = { rowStart: 99_999, rowCount: 1, columnStart: 0, columnCount: 1 };
    const { texts } = goodValue(await callFrom(page, 'inspect.cells', { document, plane, ...part, format }));
    expect(texts.map(Number)).toEqual([readFileSync(source).readDoubleLE(128 + 99_999 * 8)]);
  });

  spec('reads past 4 GiB', {}, async ({ shared }) => {
    const { page, folder } = await shared();
    const path = join(folder, 'large.bin');
    const sizeBytes = 5 * 2 ** 30;
    writeSparseFile(path, sizeBytes);
    const file = openSync(path, 'r+');
    writeSync(file, Uint8Array.of(1, 2, 3), 0, 3, sizeBytes - 3);
    closeSync(file);
    const [id = ''] = await dropOn(page, [path]);
    const { document } = goodValue(await callFrom(page, 'inspect.open', { id }));
    const body = await page.evaluate(
      async (request) => {
        const url = (globalThis as unknown as TestWindow).bloscpack.streamUrl('inspect.bytes', request);
        return [...new Uint8Array(await (await fetch(url)).arrayBuffer())];
      },
      { document, startByte: sizeBytes - 4, endByte: sizeBytes },
    );
    expect(body).toEqual([0, 1, 2, 3]);
  });

  spec('compresses a chunk of half a GiB', { standIn: 'Node has no memory cage' }, async ({ shared, notes }) => {
    const { page, folder } = await shared();
    const path = join(folder, 'zeros.bin');
    writeSparseFile(path, 2 ** 29);
    const ids = await dropOn(page, [path]);
    const [job] = await doBatch(page, { ids, action: 'compress', options: { chunkSizeBytes: 2 ** 29 } });
    notes.job = job;
  });

  spec('measures codecs in a thread of its own', {}, async ({ shared, notes }) => {
    const { page } = await shared();
    const source = { kind: 'dataset' as const, name: 'neuronal', plainBytes: 2 ** 20 };
    const plan = {
      preset: 'custom' as const,
      codecs: ['lz4' as const, 'zstd' as const],
      shuffles: ['byte' as const],
      levels: [5],
      chunkSizesBytes: [2 ** 20],
      blocksizesBytes: [0],
      typesizes: [8],
      threads: [1],
      defaultTypesize: 8,
      repeats: 1,
      minimumSampleMs: 0,
      minimumTotalMs: 0,
      seed: 1,
      wholeUpToBytes: 2 ** 22,
      sampleChunks: 1,
    };
    const { run } = goodValue(await callFrom(page, 'compare.start', { source, plan }));
    const measured = async () => {
      const { results } = goodValue(await callFrom(page, 'compare.run', { run }));
      return measuredOf(results).map(({ setting }) => setting.codec);
    };
    await expect.poll(measured).toEqual(expect.arrayContaining(['lz4', 'zstd']));
    notes.run = goodValue(await callFrom(page, 'compare.run', { run }));
  });
});
