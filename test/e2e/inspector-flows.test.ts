import { copyFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fixturePath } from '../fixtures.js';
import { writeSparseContainer } from '../huge-containers.js';
import { browserNote } from './browser.js';
import { Drag } from './drop-on-page.js';
import { ENDLESS_BYTES } from './endless-job.js';
import { blpk, gridBytes, packGrid, writeGrid, writeNpz } from './inspector-files.js';
import { InspectorPage } from './inspector-page.js';
import { waitForState } from './job-rows.js';
import { openStudio } from './open-studio.js';
import type { Studio } from './studio.js';

let studio: Studio;
let inspector: InspectorPage;

describe.skipIf(browserNote !== '')(`what the Inspector does with files${browserNote}`, () => {
  beforeAll(async () => {
    studio = await openStudio();
    await studio.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    inspector = new InspectorPage(studio);
  });
  afterAll(() => studio.close());
  // A page without tabs, with an empty folder.
  beforeEach(async () => {
    for (const name of readdirSync(studio.root)) rmSync(studio.path(name));
    await studio.visit();
  });
  afterEach(() => studio.expectNoFaults());

  it('writes metadata in place, and undoes that', async () => {
    const path = studio.path('place.blp');
    packGrid(path, [64, 32], ['-z', '2K']);
    const before = readFileSync(path);
    await inspector.open('place.blp');

    await editMetadata((json) => json.replace(/\n}$/, ',\n  "station": "Zürich"\n}'));
    await inspector.page.getByText(/of 650 B used, fits in place/).waitFor();
    await inspector.button('Save in place').click();
    await message('Metadata written in place.').waitFor();
    await metadata().getByText('"Zürich"').waitFor();
    expect(statSync(path).size).toBe(before.length);
    expect(blpk('info', path)).toContain('station');

    await message('Metadata written in place.').getByRole('button', { name: 'Undo' }).click();
    await metadata().getByText('"Zürich"').waitFor({ state: 'detached' });
    expect(blpk('info', path)).not.toContain('station');
  });

  it('rewrites the file for metadata that do not fit, and undoes that', async () => {
    const path = studio.path('anew.blp');
    packGrid(path, [64, 32], ['-z', '2K']);
    await inspector.open('anew.blp');
    const noise = Array.from({ length: 400 }, (_, at) => ((at * 7919) % 10_007).toString(36)).join('');

    await editMetadata((json) => json.replace(/\n}$/, `,\n  "noise": "${noise}"\n}`));
    await inspector.page.getByText(/do not fit the 650 B there are: the file is rewritten/).waitFor();
    await inspector.button('Save and rewrite the file').click();
    await message('The file was rewritten with the metadata.').waitFor();
    await metadata().getByText('"noise"').waitFor();
    expect(blpk('verify', path)).not.toContain('damaged');

    await message('The file was rewritten').getByRole('button', { name: 'Undo' }).click();
    await metadata().getByText('"noise"').waitFor({ state: 'detached' });
  });

  it('refuses metadata that are no JSON, or that contradict the data', async () => {
    packGrid(studio.path('refuse.blp'), [64, 32], ['-z', '2K']);
    await inspector.open('refuse.blp');
    await editMetadata((json) => json.slice(0, -1));
    await inspector.page.getByText(/This is not JSON/).waitFor();
    await expect.poll(() => inspector.button(/^Save/).isDisabled()).toBe(true);
    const text = inspector.page.getByRole('textbox', { name: 'Metadata as JSON' });
    await text.fill('{"dtype": "\'<f8\'", "shape": [3, 3], "order": "C", "container": "numpy"}');
    await inspector.page.getByRole('status').filter({ hasText: /bytes/ }).waitFor();
    await expect.poll(() => inspector.button(/^Save/).isDisabled()).toBe(true);
    await inspector.button('Cancel').click();
  });

  it('appends a matching array that is dropped on the open container', async () => {
    const path = studio.path('grow.blp');
    packGrid(path, [64, 32], ['-z', '4K']);
    writeGrid(studio.path('more.npy'), [40, 32]);
    await inspector.open('grow.blp');
    await new Drag(inspector.page, [studio.path('more.npy')]).drop();
    const dialog = inspector.page.getByRole('dialog', { name: 'Append more.npy to grow.blp?' });
    await dialog.getByText('64 × 32 becomes 104 × 32').waitFor();
    await dialog.getByText('4 become 7').waitFor();
    await dialog.getByText('37 of 44 offset slots left').waitFor();
    await dialog.getByRole('button', { name: 'Append 10.0 KiB' }).click();
    await dialog.waitFor({ state: 'detached' });
    await inspector.page.getByRole('heading', { name: 'float64 104 × 32' }).waitFor();
    blpk('unpack', path, studio.path('grown.npy'));
    const [grown, added] = [readFileSync(studio.path('grown.npy')), gridBytes([40, 32]).subarray(128)];
    expect(grown.subarray(-added.length).equals(added)).toBe(true);
  });

  it('appends a file that is chosen from the menu, by rewriting a full container', async () => {
    const path = studio.path('full.blp');
    packGrid(path, [64, 32], ['-z', '4K', '--max-app-chunks', '0']);
    writeGrid(studio.path('rest.npy'), [32, 32]);
    await inspector.open('full.blp');
    await inspector.button('More on this file').click();
    await inspector.chooseFile(inspector.page.getByRole('menuitem', { name: 'Append a file…' }), 'rest.npy');
    const dialog = inspector.page.getByRole('dialog', { name: 'Append rest.npy to full.blp?' });
    await dialog.getByText('4 offset slots, 2 too few').waitFor();
    await dialog.getByText('There is no room left: the container is rewritten with more.').waitFor();
    await dialog.getByRole('button', { name: 'Append 8.0 KiB' }).click();
    await inspector.page.getByRole('heading', { name: 'float64 96 × 32' }).waitFor();
    expect(blpk('verify', path)).not.toContain('damaged');
  });

  it('says why a file that is chosen from the menu cannot be appended', async () => {
    packGrid(studio.path('shape.blp'), [64, 32], ['-z', '4K']);
    writeGrid(studio.path('other.npy'), [40, 16]);
    await inspector.open('shape.blp');
    await inspector.button('More on this file').click();
    await inspector.chooseFile(inspector.page.getByRole('menuitem', { name: 'Append a file…' }), 'other.npy');
    const dialog = inspector.page.getByRole('dialog', { name: 'Append other.npy to shape.blp?' });
    await dialog.getByRole('alert').waitFor();
    await expect.poll(() => dialog.getByRole('button', { name: /^Append/ }).isDisabled()).toBe(true);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });

  it('repairs a damaged container by a job', async () => {
    copyFileSync(fixturePath('corrupt', 'truncated_last_chunk_body.blp'), studio.path('cut.blp'));
    await inspector.open('cut.blp');
    await inspector.panel('Overview').getByRole('button', { name: 'Repair…' }).click();
    const dialog = inspector.page.getByRole('dialog', { name: 'Repair cut.blp' });
    await dialog.getByText(/Write the repaired copy to 'cut.repaired.blp'/).waitFor();
    await dialog.getByRole('button', { name: 'Write a repaired copy' }).click();
    await waitForState(inspector.page, 'cut.blp', 'Verified');
    expect(blpk('verify', studio.path('cut.repaired.blp'))).not.toContain('damaged');
    await inspector.go();
  });

  it('compares two containers: headers, chunks and data', async () => {
    packGrid(studio.path('one.blp'), [64, 32], ['-z', '2K']);
    const changed = gridBytes([64, 32]);
    for (const at of [2000, 2001, 2040]) changed.writeDoubleLE(-1, 128 + 8 * at);
    writeFileSync(studio.path('two.npy'), changed);
    blpk('pack', '-z', '2K', '-c', 'zstd', studio.path('two.npy'), studio.path('two.blp'));
    await inspector.open('two.blp');
    await inspector.open('one.blp');
    await inspector.more('Compare with another file…');
    await inspector.button('two.blp').last().click();
    const dialog = inspector.page.getByRole('dialog', { name: 'Compare one.blp with two.blp' });
    await dialog.getByText('8 and 8 chunks; 8 differ').waitFor();
    await dialog.getByRole('button', { name: 'Compare the data' }).click();
    await dialog.getByText('[62, 16]').waitFor();
    await dialog.getByText('2,048').last().waitFor();
    await dialog.getByRole('img', { name: 'Share of values that differ, along the data' }).waitFor();
    await dialog.getByRole('button', { name: 'Show as table' }).last().click();
    const numbers = inspector.page.getByRole('grid', { name: 'Values that differ' });
    await numbers.getByRole('row').nth(1).waitFor();
    await inspector.page.keyboard.press('Escape');
    await numbers.waitFor({ state: 'detached' });
    await dialog.getByRole('button', { name: 'Close' }).last().click();
  });

  it('offers to reload a file that another program changed, but not one that was written here', async () => {
    const path = studio.path('outside.blp');
    packGrid(studio.path('own.blp'), [64, 32], ['-z', '2K']);
    packGrid(studio.path('newer.blp'), [32, 32], ['-z', '2K']);
    packGrid(path, [64, 32], ['-z', '2K']);
    await inspector.open('own.blp');
    await editMetadata((json) => json.replace(/\n}$/, ',\n  "own": 1\n}'));
    await inspector.button('Save in place').click();
    await message('Metadata written in place.').waitFor();
    await inspector.open('outside.blp');
    await inspector.node('Chunk 7').click();
    await breadcrumb('Chunk 7').waitFor();

    copyFileSync(studio.path('newer.blp'), path);
    const bar = inspector.page.getByRole('status').filter({ hasText: 'outside.blp has changed on disk.' });
    await bar.waitFor();
    await inspector.button('Reload').click();
    await bar.waitFor({ state: 'detached' });
    await inspector.page.getByRole('heading', { name: 'float64 32 × 32' }).waitFor();
    await breadcrumb('Chunk 7').waitFor({ state: 'detached' });
    // Both are checked in one call.
    await inspector.fileTab('own.blp').click();
    await metadata().getByText('"own"').waitFor();
    expect(await inspector.button('Reload').count()).toBe(0);
  });

  it('opens the arrays of an archive in separate tabs', async () => {
    await writeNpz(studio.path('pair.npz'), { left: gridBytes([4, 8]), right: gridBytes([6, 2]) });
    await inspector.open('pair.npz');
    await inspector.page
      .getByRole('table', { name: 'Arrays of the archive' })
      .getByRole('button', { name: 'right' })
      .click();
    await inspector.page.getByRole('heading', { name: 'float64 6 × 2' }).waitFor();
    await inspector.show('Data');
    await expect.poll(() => inspector.cell(5, 1).innerText()).toContain('5.');
  });

  it('reads plain bytes as an array, of a file and of a container', async () => {
    const bytes = gridBytes([64, 32]).subarray(128);
    writeFileSync(studio.path('plain.dat'), bytes);
    blpk('compress', '-z', '2K', studio.path('plain.dat'), studio.path('plain.blp'));
    for (const name of ['plain.dat', 'plain.blp']) {
      await inspector.open(name);
      await inspector.page.getByRole('textbox', { name: 'Type' }).fill('<f8');
      await inspector.page.getByRole('textbox', { name: 'Shape' }).fill('64, 32');
      await inspector.button('Read as <f8').click();
      await inspector.page.getByRole('heading', { name: 'float64 64 × 32' }).waitFor();
      await inspector.show('Data');
      await expect.poll(() => inspector.cell(3, 0).innerText()).toContain('3.0');
    }
  });

  it('stops a check of all chunks', async () => {
    // Reading it takes minutes on any machine: the check ends because it is stopped.
    writeSparseContainer(studio.path('many.blp'), ENDLESS_BYTES);
    packGrid(studio.path('few.blp'), [64, 32]);
    await inspector.open('few.blp');
    await inspector.open('many.blp');
    await inspector.button('Verify all').click();
    // It continues while another tab is shown.
    await inspector.fileTab('few.blp').click();
    await inspector.button('Verify all').waitFor();
    await inspector.fileTab('many.blp').click();
    await inspector.button('Stop checking').click();
    await inspector.button('Verify all').waitFor();
    await inspector.details.getByText('Not checked').waitFor();
  });

  it('copies a subtree of the structure as JSON', async () => {
    packGrid(studio.path('tree.blp'), [64, 32], ['-z', '2K']);
    await inspector.open('tree.blp');
    await inspector.node('Bloscpack header').click({ button: 'right' });
    await inspector.page.getByRole('menuitem', { name: 'Copy subtree as JSON' }).click();
    await message('Subtree copied').waitFor();
    const copied = await inspector.page.evaluate<string>('navigator.clipboard.readText()');
    expect(JSON.parse(copied)).toMatchObject({
      name: 'Bloscpack header',
      children: expect.arrayContaining([expect.objectContaining({ name: 'nchunks', value: '8' })]),
    });
  });

  it('shows the ratio along the file as a table too', async () => {
    packGrid(studio.path('ratio.blp'), [64, 32], ['-z', '2K']);
    await inspector.open('ratio.blp');
    await inspector.button('Show as table').click();
    const table = inspector.page.getByRole('grid', { name: 'Ratio along the file' });
    await table.getByRole('row', { name: /^7/ }).waitFor();
    await expect.poll(() => table.getByRole('row').count()).toBe(9);
  });
});

async function editMetadata(change: (json: string) => string): Promise<void> {
  await inspector.button('Edit…').click();
  const text = inspector.page.getByRole('textbox', { name: 'Metadata as JSON' });
  await text.fill(change(await text.inputValue()));
}

function breadcrumb(name: string) {
  return inspector.page.getByRole('navigation', { name: 'Selection' }).getByRole('button', { name });
}

function metadata() {
  return inspector.panel('Overview').locator('pre');
}

function message(text: string) {
  return inspector.page.getByRole('region', { name: 'Messages' }).locator('> *').filter({ hasText: text });
}
