import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DeletedOutputs } from '../../../../electron/host/files/deleted-outputs.js';
import { scratchFolder } from '../../../scratch-folder.js';

const HOUR_MS = 3_600_000;

/** A folder with an output, and one for the host's own file. */
function folders() {
  const scratch = scratchFolder();
  const [folder, data] = [join(scratch, 'outputs'), join(scratch, 'data')];
  for (const path of [folder, data]) mkdirSync(path);
  const output = join(folder, 'x.blp');
  writeFileSync(output, 'content');
  return { folder, data, output };
}

it('hides an output beside where it was, and restores it', async () => {
  const { folder, data, output } = folders();
  const outputs = await DeletedOutputs.open(data, Date.now);
  const id = await outputs.put(output);
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/^\.x\.blp\..*\.deleted$/)]);
  await outputs.restore(id);
  expect([readdirSync(folder), readFileSync(output, 'utf8')]).toEqual([['x.blp'], 'content']);
  await expect(outputs.restore(id)).rejects.toMatchObject({ error: { kind: 'gone' } });
  await outputs.close();
  expect(existsSync(output)).toBe(true);
});

it('replaces nothing that has the name by now', async () => {
  const { data, output } = folders();
  const outputs = await DeletedOutputs.open(data, Date.now);
  const id = await outputs.put(output);
  writeFileSync(output, 'another');
  await expect(outputs.restore(id)).rejects.toMatchObject({ code: 'EEXIST' });
  expect(readFileSync(output, 'utf8')).toBe('another');
});

it('removes them for good after a day, when it is closed, and those that a killed host has left', async () => {
  const { folder, data, output } = folders();
  let nowMs = 0;
  const clock = () => nowMs;
  const outputs = await DeletedOutputs.open(data, clock);
  const old = await outputs.put(output);
  nowMs = 25 * HOUR_MS;
  writeFileSync(output, 'new');
  await outputs.put(output);
  expect(readdirSync(folder)).toHaveLength(1);
  await expect(outputs.restore(old)).rejects.toMatchObject({ error: { kind: 'gone' } });
  // As if the first one had been killed.
  const next = await DeletedOutputs.open(data, clock);
  expect(readdirSync(folder)).toEqual([]);
  writeFileSync(output, 'last');
  await next.put(output);
  await next.close();
  expect(readdirSync(folder)).toEqual([]);
});

it('keeps an output that cannot be hidden where it is', async () => {
  const { data, folder } = folders();
  const outputs = await DeletedOutputs.open(data, Date.now);
  await expect(outputs.put(join(folder, 'none'))).rejects.toMatchObject({ kind: 'io' });
  expect(readFileSync(join(data, 'deleted-outputs.json'), 'utf8').trim()).toBe('[]');
});
