import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AtomicFile } from '../../../../electron/engine/io/atomic-file.js';
import { AtomicFolder } from '../../../../electron/engine/io/atomic-folder.js';
import { createPartial, removeStray, strayPartials } from '../../../../electron/engine/io/partial-files.js';
import { scratchFolder } from '../../../scratch-folder.js';

const STRAY = '.data.blp.0123456789ab.partial';
const engine = join(import.meta.dirname, '../../../../dist/engine.cjs');

describe.skipIf(process.platform === 'win32')('a partial file', () => {
  test('without a running writer is removed by the next writer in its folder, for any target', async () => {
    const folder = scratchFolder();
    writeFileSync(join(folder, STRAY), 'left by a killed process');
    const file = await AtomicFile.create(join(folder, 'other'));
    expect(existsSync(join(folder, STRAY))).toBe(false);
    await file.commit();
    expect(readdirSync(folder)).toEqual(['other']);
  });

  test('that is being written stays, in this process and in another', async () => {
    const folder = scratchFolder();
    const own = await createPartial(join(folder, 'own'), 0o600);
    const child = spawn(process.execPath, ['-e', WRITER, engine, join(folder, 'theirs')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    const names = readdirSync(folder).sort();
    expect(await strayPartials(folder)).toEqual([]);
    for (const name of names) await removeStray(join(folder, name));
    await (await AtomicFile.create(join(folder, 'mine'))).commit();
    expect(readdirSync(folder).sort()).toEqual([...names, 'mine'].sort());
    child.kill('SIGKILL');
    await once(child, 'exit');
    const theirs = names.filter((name) => name.includes('theirs')).map((name) => join(folder, name));
    expect(await strayPartials(folder)).toEqual(theirs);
    for (const path of theirs) await removeStray(path);
    expect(readdirSync(folder).sort()).toEqual([...names.filter((name) => name.includes('own')), 'mine'].sort());
    await own.handle.close();
  });

  test('has a special name: no other file counts as one', async () => {
    const folder = scratchFolder();
    const others = ['data.0123456789ab.partial', '.data.0123456789a.partial', '.data.0123456789AB.partial', '.partial'];
    for (const name of others) writeFileSync(join(folder, name), '');
    writeFileSync(join(folder, 'victim'), '');
    symlinkSync('victim', join(folder, '.link.0123456789ab.partial'));
    expect(await strayPartials(folder)).toEqual([]);
    expect(await strayPartials(join(folder, 'missing'))).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('a partial folder', () => {
  test('without a running writer is removed with all that is in it, one that is being filled stays', async () => {
    const folder = scratchFolder();
    const stray = join(folder, '.x.zarr.0123456789ab.partial');
    mkdirSync(join(stray, 'group'), { recursive: true });
    writeFileSync(join(stray, 'group', '0.0'), 'left by a killed process');
    const output = await AtomicFolder.create(join(folder, 'y.zarr'));
    expect(existsSync(stray)).toBe(false);
    await removeStray(output.path);
    expect(await strayPartials(folder)).toEqual([]);
    writeFileSync(join(output.path, '0'), '');
    await output.commit();
    expect(readdirSync(folder)).toEqual(['y.zarr']);
    const replacing = await AtomicFolder.create(join(folder, 'y.zarr'), { overwrite: true });
    await replacing.discard();
    expect(readdirSync(folder)).toEqual(['y.zarr']);
  });
});

/** Packs a stream that never ends. Prints a line once its partial file is created and locked. */
const WRITER = `
const [file, path] = process.argv.slice(1);
const { pack, compressedFileSink } = require(file);
(async () => {
  const source = { name: 'endless', sizeBytes: undefined, async *pieces() { console.log('writes'); yield new Uint8Array(10); await new Promise(() => undefined); } };
  setInterval(() => undefined, 1000);
  await pack(source, await compressedFileSink(path), { nthreads: 1 });
})();`;
