import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cellsPage } from '../../../../electron/inspect/data/cells-page.js';
import { runStatistics } from '../../../../electron/inspect/data/statistics/statistics.js';
import { fixturePath, manifest } from '../../../fixtures.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { containerDocument, quiet } from './documents.js';

const facts = manifest.golden.find(({ name }) => name === 'ndarray_f8');
const column = { held: [0], rowAxis: 0 };

it('one flipped byte of a container makes the cells of its chunk unreadable, and no others', async () => {
  const path = join(scratchFolder(), 'flipped.blp');
  const bytes = readFileSync(fixturePath('golden', 'ndarray_f8.blp'));
  const at = (facts?.chunks?.[1]?.position ?? 0) + 40;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  const opened = await containerDocument(path);
  const perChunk = (opened.array?.chunkBytes ?? 0) / 8;
  const request = { document: 'd', plane: column, columnStart: 0, columnCount: 1, format: { kind: 'exact' } as const };

  const page = await cellsPage(opened, { ...request, rowStart: perChunk - 3, rowCount: 6 });
  expect(page.unreadable).toEqual([3, 4, 5]);
  expect(page.problem).toContain('chunk 1');
  expect(page.texts[2]).not.toBe('');

  const statistics = await runStatistics(opened, { document: 'd', plane: column, basis: 'whole', bins: 8 }, quiet);
  expect(statistics.values).toBe(statistics.of - perChunk);
  expect(statistics.basis).toContain('without 1 chunk that cannot be read');
  await opened.close();
});
