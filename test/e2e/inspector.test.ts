import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { browserNote } from './browser.js';
import { Drag } from './drop-on-page.js';
import {
  adler32,
  blpk,
  flipBit,
  gridBytes,
  gridValue,
  npyHead,
  packGrid,
  type Shape,
  truthOf,
  writeGrid,
  writeNpz,
} from './inspector-files.js';
import { InspectorPage } from './inspector-page.js';
import { chooseFiles } from './intake.js';
import { waitForState } from './job-rows.js';
import { openStudio } from './open-studio.js';
import type { Studio } from './studio.js';

/** 37 chunks of 128 rows, the last one shorter: too many to be checked automatically. */
const large: Shape = [4700, 1024];
/** Five chunks of 32 rows and one of 8. */
const small: Shape = [168, 64];

let studio: Studio;
let inspector: InspectorPage;

describe.skipIf(browserNote !== '')(`the Inspector${browserNote}`, () => {
  beforeAll(async () => {
    studio = await openStudio();
    inspector = new InspectorPage(studio);
    packGrid(studio.path('large.blp'), large, ['--chunk-size', '1M', '--codec', 'zstd', '--clevel', '1']);
    packGrid(studio.path('small.blp'), small, ['--chunk-size', '16K']);
  });
  // Each test starts without tabs.
  beforeEach(() => studio.visit());
  afterAll(() => studio.close());

  it('opens dropped files, files in the list of Home, and recent files', async () => {
    const { page } = studio;
    const elsewhere = join(studio.dataFolder, '../elsewhere');
    mkdirSync(elsewhere);
    packGrid(join(elsewhere, 'dropped.blp'), small);
    await inspector.go();
    await new Drag(page, [join(elsewhere, 'dropped.blp')]).drop();
    await inspector.waitForFile('dropped.blp');

    await studio.go('Home');
    await chooseFiles(page, ['small.blp']);
    await page.getByRole('button', { name: 'More about small.blp' }).click();
    await page.getByRole('menuitem', { name: 'Inspect' }).click();
    await inspector.waitForFile('small.blp');
    await expect.poll(() => inspector.fileTabs.allInnerTexts()).toEqual(['dropped.blp', 'small.blp']);

    await inspector.close('small.blp');
    await inspector.close('dropped.blp');
    await page.getByRole('region', { name: 'Recent files' }).getByRole('button', { name: 'small.blp' }).click();
    await inspector.waitForFile('small.blp');
    studio.expectNoFaults();
  });

  it('shows in Overview the facts of the file', async () => {
    const truth = truthOf(studio.path('large.blp'));
    await inspector.open('large.blp');
    const overview = inspector.panel('Overview');
    const [rows, columns] = large;
    const plainBytes = rows * columns * 8;
    const words = async () => (await overview.innerText()).replaceAll(/\s+/g, ' ');
    await expect.poll(words).toContain('over all chunks, not just the first');
    const count = (value: number) => value.toLocaleString('en-US');
    await expect.poll(words).toContain(`${count(plainBytes)} B`);
    await expect.poll(words).toContain(`${count(truth.bytes.byteLength)} B`);
    await expect.poll(words).toContain(`${(plainBytes / truth.bytes.byteLength).toFixed(2)}×`);
    await expect.poll(words).toContain('37 chunks of 1.0 MiB; each holds 131,072 float64, which is 128 rows.');
    await expect.poll(words).toContain('The last chunk holds 92 rows');
    await expect.poll(words).toContain('37 Zstandard byte shuffle');
    await expect.poll(words).toContain('Level: not recorded by the format.');
    await expect.poll(words).toContain('Not checked');
    const kinds = overview.getByRole('list', { name: 'Bytes by kind' });
    const parts = async () => (await kinds.innerText()).replaceAll(/\s+/g, ' ');
    await expect.poll(parts).toContain(`Metadata ${truth.metaCompSize} B`);
    await expect.poll(parts).toContain(`Metadata reserve ${count(truth.maxMetaSize - truth.metaCompSize)} B`);
    await expect.poll(parts).toContain(`Offsets ${8 * truth.nchunks} B`);
    await expect.poll(parts).toContain(`Offset reserve ${count(8 * truth.maxAppChunks)} B`);
    await expect.poll(parts).toContain(`Chunk headers ${16 * truth.nchunks} B`);
    await expect.poll(parts).toContain(`Checksums ${4 * truth.nchunks} B`);
    studio.expectNoFaults();
  });

  it('shows in Data the values that were packed, and statistics of them', async () => {
    await inspector.open('small.blp');
    await inspector.show('Data');
    await studio.page.getByRole('combobox', { name: 'Number format' }).selectOption('Exact');
    for (const [row, column] of [
      [0, 0],
      [31, 63],
      [32, 0],
      [167, 63],
      [90, 17],
    ] as const) {
      await goToCell(row, column);
      await expect.poll(() => inspector.cell(row, column).innerText()).toBe(pythonText(gridValue(small, row, column)));
      await expect
        .poll(() => inspector.details.innerText())
        .toContain(`${row * 64 + column}`.replace(/\B(?=(\d{3})+$)/g, ','));
    }
    const values = new Float64Array(gridBytes(small).buffer.slice(-168 * 64 * 8));
    const statistics = studio.page.getByRole('region', { name: 'Statistics' });
    await expect.poll(() => inspector.valueOf(statistics, 'Count').innerText()).toBe('10,752');
    const stated = async (label: string) =>
      Number((await inspector.valueOf(statistics, label).innerText()).replace(/[,≈\s]/g, ''));
    const sum = values.reduce((total, value) => total + value, 0);
    await expect.poll(() => stated('Minimum')).toBe(0);
    await expect.poll(() => stated('Maximum')).toBeCloseTo(Math.max(...values), 2);
    await expect.poll(() => stated('Mean')).toBeCloseTo(sum / values.length, 2);
    studio.expectNoFaults();
  });

  it('shows in Chunks and Bytes the positions and headers of the chunks', async () => {
    const truth = truthOf(studio.path('large.blp'));
    await inspector.open('large.blp');
    await inspector.show('Chunks');
    await inspector.chunkRow(3).getByText('Zstd').waitFor();
    for (const place of [0, 1, 2, 3]) {
      const offset = truth.offsets[place] ?? 0;
      const stored = truth.storedBytes[place] ?? 0;
      const cells = () => inspector.chunkRow(place).getByRole('gridcell').allInnerTexts();
      const numbers = [place, offset, stored, 2 ** 20].map((value) => value.toLocaleString('en-US'));
      await expect.poll(async () => (await cells()).slice(0, 4)).toEqual(numbers);
      await expect.poll(async () => (await cells())[4]).toContain(`${(2 ** 20 / stored).toFixed(2)}×`);
      const digest = truth.bytes.toString('hex', offset + stored, offset + stored + 4);
      await expect.poll(async () => (await cells()).join(' ')).toContain(digest);
    }
    await studio.page.getByRole('button', { name: 'Stored, B' }).click();
    const least = truth.storedBytes.indexOf(Math.min(...truth.storedBytes));
    await expect.poll(() => inspector.chunkRow(0).getByRole('gridcell').first().innerText()).toBe(String(least));

    await inspector.show('Bytes');
    await inspector.goTo('chunk 20');
    const start = truth.offsets[20] ?? 0;
    for (const at of [start, start + 1, start + 12, start + 40]) {
      const value = truth.bytes.readUInt8(at).toString(16).padStart(2, '0');
      await inspector
        .byte(at)
        .and(inspector.hex.getByText(value, { exact: true }))
        .waitFor();
    }
    await expect.poll(() => inspector.byte(start + 12).getAttribute('aria-label')).toContain('field ctbytes');
    studio.expectNoFaults();
  });

  it('selects the same chunk in tree, bytes, map, table and grid, from any of them', async () => {
    const { page } = studio;
    const truth = truthOf(studio.path('small.blp'));
    await inspector.open('small.blp');
    await inspector.show('Chunks');
    await inspector.node('Chunk 3').click();
    await inspector.details.getByRole('heading', { name: 'Chunk 3' }).waitFor();
    await inspector.chunkRow(3).and(page.locator('[aria-selected="true"]')).waitFor();
    await expect.poll(() => page.getByRole('navigation', { name: 'Selection' }).innerText()).toContain('Chunk 3');

    await inspector.show('Bytes');
    await inspector
      .byte(truth.offsets[3] ?? 0)
      .and(page.locator('[aria-selected="true"]'))
      .waitFor();
    await inspector.show('Data');
    await expect.poll(() => inspector.grid.getByRole('row', { name: /^chunk 3 96/ }).isVisible()).toBe(true);

    await goToCell(32, 5);
    await inspector.selectedNode.filter({ hasText: 'Chunk 1' }).or(selectedInside('Chunk 1')).first().waitFor();
    await inspector.show('Chunks');
    await inspector.chunkRow(1).and(page.locator('[aria-selected="true"]')).waitFor();

    await inspector.map.focus();
    await page.keyboard.press('ArrowRight');
    await inspector.chunkRow(2).and(page.locator('[aria-selected="true"]')).waitFor();
    await inspector.selectedNode.filter({ hasText: 'Chunk 2' }).waitFor();

    await inspector.show('Bytes');
    await inspector.goTo(`0x${((truth.offsets[4] ?? 0) + 12).toString(16)}`);
    await expect
      .poll(() => page.getByRole('navigation', { name: 'Selection' }).innerText())
      .toMatch(/Chunk 4.*ctbytes/s);
    await inspector.show('Chunks');
    await inspector.chunkRow(4).and(page.locator('[aria-selected="true"]')).waitFor();
    studio.expectNoFaults();
  });

  it('finds, locates and explains a flipped byte, and repairs the file into an intact copy', async () => {
    const { page } = studio;
    const path = studio.path('flipped.blp');
    packGrid(path, large, ['--chunk-size', '1M', '--codec', 'zstd', '--clevel', '1']);
    const truth = truthOf(path);
    const offset = truth.offsets[11] ?? 0;
    const stored = truth.storedBytes[11] ?? 0;
    flipBit(path, offset + Math.floor(stored / 2));
    await inspector.open('flipped.blp');
    await inspector.show('Chunks');
    await inspector.button('Verify all').click();
    await inspector.button('1 with a wrong checksum or unreadable').click();
    await inspector.button('Verify all').waitFor();
    await expect.poll(() => inspector.chunkTable.getAttribute('aria-rowcount')).toBe('2');
    await inspector.chunkRow(0).click();
    const notice = inspector.details.getByRole('alert').filter({ hasText: 'Checksum mismatch' });
    await notice.waitFor();
    const damaged = readFileSync(path).subarray(offset, offset + stored);
    await expect
      .poll(() => inspector.valueOf(notice, 'adler32 stored').innerText())
      .toBe(truth.bytes.toString('hex', offset + stored, offset + stored + 4));
    await expect.poll(() => inspector.valueOf(notice, 'computed').innerText()).toBe(adler32(damaged));
    await expect.poll(() => inspector.valueOf(notice, 'rows affected').innerText()).toBe('1,408 to 1,535');
    await inspector.show('Overview');
    await expect
      .poll(() => page.getByRole('region', { name: 'Key figures' }).innerText())
      .toMatch(/Damaged\s+1 bad chunk/);

    await inspector.show('Chunks');
    await notice.getByRole('button', { name: 'Repair…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Repair flipped.blp' });
    await dialog.getByText('Put zeros in place of chunk 11').waitFor();
    await dialog.getByRole('radio', { name: 'Leave missing data out' }).check();
    await dialog.getByText('Leave out chunk 11').waitFor();
    await dialog.getByRole('button', { name: 'Write a repaired copy' }).click();
    await waitForState(page, 'flipped.blp', 'Verified');
    expect(blpk('verify', studio.path('flipped.repaired.blp'))).not.toContain('damaged');
    await inspector.open('flipped.repaired.blp');
    await inspector.button('Verify all').click();
    await expect
      .poll(() => page.getByRole('region', { name: 'Key figures' }).innerText())
      .toMatch(/Verified\s+3[67] chunks/);
    studio.expectNoFaults();
  });

  it('changes metadata in place and undoes the change', async () => {
    const { page } = studio;
    const path = studio.path('described.blp');
    packGrid(path, small);
    const before = readFileSync(path);
    await inspector.open('described.blp');
    await inspector.button('Edit…').click();
    const dialog = page.getByRole('dialog', { name: 'Edit metadata' });
    const editor = dialog.getByRole('textbox', { name: 'Metadata as JSON' });
    const json = await editor.inputValue();
    await editor.fill('{ "shape": [1');
    await expect.poll(() => editor.getAttribute('aria-invalid')).toBe('true');
    await editor.fill(json.replace(/\}\s*$/, ', "station": "Zugspitze"}'));
    await dialog.getByText('fits in place').waitFor();
    await dialog.getByRole('button', { name: 'Save in place' }).click();
    await dialog.waitFor({ state: 'detached' });
    await inspector.panel('Overview').getByText('Zugspitze').waitFor();
    expect(readFileSync(path).byteLength).toBe(before.byteLength);
    expect(blpk('info', path)).toContain('Zugspitze');
    await page.getByRole('button', { name: 'Undo' }).click();
    await inspector.panel('Overview').getByText('Zugspitze').waitFor({ state: 'detached' });
    expect(readFileSync(path).equals(before)).toBe(true);
    studio.expectNoFaults();
  });

  it('appends an array that is dropped on an open container', async () => {
    const { page } = studio;
    const path = studio.path('growing.blp');
    packGrid(path, small, ['--chunk-size', '16K']);
    const added = join(studio.dataFolder, 'added.npy');
    writeGrid(added, [40, 64]);
    await inspector.open('growing.blp');
    await new Drag(page, [added]).drop();
    const dialog = page.getByRole('dialog', { name: 'Append added.npy to growing.blp?' });
    await dialog.getByText('168 × 64 becomes 208 × 64').waitFor();
    await dialog.getByText('6 become 7').waitFor();
    await dialog.getByRole('button', { name: /^Append/ }).click();
    await dialog.waitFor({ state: 'detached' });
    await inspector
      .panel('Overview')
      .getByRole('heading', { name: /208 × 64/ })
      .waitFor();
    blpk('unpack', '-f', path, studio.path('grown.npy'));
    const grown = readFileSync(studio.path('grown.npy'));
    const whole = Buffer.concat([gridBytes(small).subarray(128), gridBytes([40, 64]).subarray(128)]);
    expect(grown.subarray(grown.byteLength - whole.byteLength).equals(whole)).toBe(true);
    await inspector.show('Data');
    await goToCell(207, 63);
    await expect.poll(() => inspector.details.innerText()).toContain(pythonText(gridValue([40, 64], 39, 63)));
    studio.expectNoFaults();
  });

  it('reads plain bytes as a type and a shape, without changing them', async () => {
    const { page } = studio;
    const path = studio.path('plain.bin');
    const values = Int16Array.from({ length: 3000 }, (_, index) => index * 7 - 9000);
    writeFileSync(path, Buffer.concat([Buffer.from('HEAD'), Buffer.from(values.buffer)]));
    const before = readFileSync(path);
    await inspector.open('plain.bin');
    await page
      .getByRole('spinbutton', { name: 'Header bytes to skip' })
      .or(page.getByLabel('Header bytes to skip'))
      .fill('4');
    await page.getByRole('textbox', { name: 'Type' }).fill('<i2');
    await page.getByRole('textbox', { name: 'Shape' }).fill('50, 60');
    await inspector.button('Read as <i2').click();
    await inspector
      .panel('Overview')
      .getByRole('heading', { name: /int16\s*50 × 60/ })
      .waitFor();
    await inspector.show('Data');
    for (const [row, column] of [
      [0, 0],
      [1, 0],
      [49, 59],
    ] as const) {
      await goToCell(row, column);
      await expect.poll(() => inspector.cell(row, column).innerText()).toBe(String((row * 60 + column) * 7 - 9000));
    }
    expect(readFileSync(path).equals(before)).toBe(true);
    studio.expectNoFaults();
  });

  it('opens the members of an archive in separate tabs', async () => {
    const { page } = studio;
    await writeNpz(studio.path('archive.npz'), {
      grid: gridBytes(small),
      days: Buffer.concat([npyHead('<i4', [3]), Buffer.from(Int32Array.of(5, -6, 7).buffer)]),
    });
    await inspector.open('archive.npz');
    const table = page.getByRole('table', { name: 'Arrays of the archive' });
    await table.getByRole('button', { name: 'days' }).click();
    await inspector.fileTab('archive.npz › days').waitFor();
    await inspector.show('Data');
    await expect.poll(() => inspector.cell(1, 0).innerText()).toBe('-6');
    await inspector.fileTab('archive.npz').click();
    await table.getByRole('button', { name: 'grid' }).click();
    await inspector
      .panel('Overview')
      .getByRole('heading', { name: /float64\s*168 × 64/ })
      .waitFor();
    studio.expectNoFaults();
  });

  it('compares two containers and their data', async () => {
    const { page } = studio;
    packGrid(studio.path('other.blp'), small, ['--chunk-size', '32K', '--codec', 'zlib', '--checksum', 'crc32']);
    await inspector.open('other.blp');
    await inspector.open('small.blp');
    await inspector.more('Compare with another file…');
    await page.getByRole('dialog').getByRole('button', { name: 'other.blp' }).click();
    const dialog = page.getByRole('dialog', { name: 'Compare small.blp with other.blp' });
    const field = (name: string) => dialog.getByRole('row', { name: new RegExp(`^${name} `) });
    await expect.poll(() => field('checksum').innerText()).toMatch(/1, adler32\s+2, crc32\s+differs/);
    await expect.poll(() => field('typesize').innerText()).toMatch(/same/);
    await dialog.getByText('6 and 3 chunks').waitFor();
    await dialog.getByRole('button', { name: 'Compare the data' }).click();
    await expect.poll(() => inspector.valueOf(dialog, 'Differ').innerText()).toBe('none');
    await expect.poll(() => inspector.valueOf(dialog, 'Values').innerText()).toBe('10,752');
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    studio.expectNoFaults();
  });

  it('exports a slice as CSV and as NPY', async () => {
    const { page } = studio;
    await inspector.open('small.blp');
    await inspector.show('Data');
    const dialog = page.getByRole('dialog', { name: 'Export values' });
    await inspector.button('Export values…').click();
    await dialog.getByText('With row and column headers').click();
    const csv = await saved(() => dialog.getByRole('button', { name: 'Export 10,752 values' }).click());
    const lines = csv.toString().trim().split(/\r?\n/);
    expect(lines.map((line) => line.split(',').map(Number))).toEqual(
      Array.from({ length: 168 }, (_, row) => Array.from({ length: 64 }, (_, column) => gridValue(small, row, column))),
    );

    await inspector.button('Export values…').click();
    await dialog.getByText('The array', { exact: true }).click();
    await dialog.getByRole('textbox', { name: 'Slice' }).fill('30:40, ::3');
    await dialog.getByRole('radio', { name: 'NPY' }).click();
    const npy = await saved(() => dialog.getByRole('button', { name: /^Export/ }).click());
    const expected = Array.from({ length: 10 }, (_, row) =>
      Array.from({ length: 22 }, (_, column) => gridValue(small, 30 + row, 3 * column)),
    ).flat();
    const head = 10 + npy.readUInt16LE(8);
    expect(npy.toString('latin1', 10, head)).toContain("'shape': (10, 22)");
    expect([...new Float64Array(new Uint8Array(npy.subarray(head)).buffer)]).toEqual(expected);

    // Cells that are selected are meant.
    await page.getByRole('grid', { name: /values/i }).focus();
    for (const key of ['Shift+ArrowRight', 'Shift+ArrowDown']) await page.keyboard.press(key);
    await inspector.button('Export values…').click();
    await dialog.getByRole('button', { name: 'Export 4 values' }).waitFor();
    studio.expectNoFaults();
  });

  it('says when the file was changed by another program, and reloads it', async () => {
    const { page } = studio;
    const path = studio.path('changing.blp');
    packGrid(path, small);
    await inspector.open('changing.blp');
    packGrid(studio.path('next.blp'), [50, 64]);
    writeFileSync(path, readFileSync(studio.path('next.blp')));
    await page.getByText('changing.blp has changed on disk.').waitFor();
    await page.getByRole('button', { name: 'Reload' }).click();
    await inspector
      .panel('Overview')
      .getByRole('heading', { name: /50 × 64/ })
      .waitFor();
    await page.getByText('changing.blp has changed on disk.').waitFor({ state: 'detached' });
    studio.expectNoFaults();
  });
});

async function goToCell(row: number, column: number): Promise<void> {
  await inspector.goTo(`${row}, ${column}`);
  await inspector.details.getByText(`[${row}, ${column}]`, { exact: true }).waitFor();
}

/** A part of a chunk, such as a block, is selected below it. */
function selectedInside(chunk: string) {
  return inspector.tree.getByRole('row', { name: chunk }).locator('xpath=following-sibling::*[@aria-selected="true"]');
}

async function saved(deed: () => Promise<void>): Promise<Buffer> {
  const downloading = studio.page.waitForEvent('download');
  await deed();
  // The browser may be on another machine: Playwright copies what it saved.
  const copy = join(studio.dataFolder, 'saved');
  await (await downloading).saveAs(copy);
  return readFileSync(copy);
}

/** A float as numpy prints it, for the values of `gridValue`. */
function pythonText(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}
