import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { documentPath, openDocument } from '../../../electron/host/inspection.js';
import { scratchFolder } from '../../scratch-folder.js';
import { inspectionHere } from './inspection-here.js';

/** An inspector in this thread, and a file that it can open. */
async function openInspection() {
  const folder = scratchFolder();
  writeFileSync(join(folder, 'a.dat'), 'four');
  mkdirSync(join(folder, 'sub'));
  const inspection = await inspectionHere();
  const { registry } = inspection;
  return { inspection, registry, folder, id: registry.admit(join(folder, 'a.dat')) };
}

it('opens by id, and gives the window facts but no path', async () => {
  const { inspection, folder, id } = await openInspection();
  const overview = await openDocument(inspection, { id });
  expect(overview.file).toMatchObject({ id, name: 'a.dat', sizeBytes: 4 });
  expect(JSON.stringify({ ...overview, file: { ...overview.file, folder: '' } })).not.toContain(folder);
  expect(await documentPath(inspection, overview.document)).toBe(join(folder, 'a.dat'));
});

it('refuses folders, missing files, and documents that are not open', async () => {
  const { inspection, registry, folder } = await openInspection();
  await expect(openDocument(inspection, { id: registry.admit(join(folder, 'sub')) })).rejects.toThrow('folder');
  const missing = { id: registry.admit(join(folder, 'none')) };
  await expect(openDocument(inspection, missing)).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(documentPath(inspection, 'x')).rejects.toThrow('no longer open');
});
