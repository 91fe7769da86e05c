import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runHdf5, withoutHdf5 } from '../electron/exchange/hdf5/python-hdf5.js';
import { withoutZarr } from '../electron/exchange/python-zarr.js';
import { browserNote } from './browser.js';
import { blpk } from './inspector-files.js';
import { InspectorPage } from './inspector-page.js';
import { chooseFiles, start } from './intake.js';
import { jobList, waitForState } from './job-rows.js';
import { openStudio } from './open-studio.js';

/** `row * 10 + column`, in chunks that the shape is no multiple of; so much that a container of it is smaller. */
const MAKE = `
import zarr
x = np.add.outer(np.arange(2000, dtype='<i4') * 10, np.arange(7, dtype='<i4'))
with h5py.File('grid.h5', 'w') as file:
  file.create_dataset('group/x', data=x, chunks=(700, 3), compression='gzip')
  file['y'] = x[0]
store = zarr.ZipStore('grid.zarr.zip', mode='w')
zarr.group(store).create_dataset('group/x', data=-x, chunks=(700, 3))
store.close()
`;

describe.skipIf(browserNote !== '')(`files of other formats${browserNote}`, () => {
  it('are inspected by an array chosen in the tree, and their ticked arrays are compressed', async (context) => {
    const missing = withoutHdf5 ?? withoutZarr;
    if (missing !== undefined) return context.skip(missing);
    const studio = await openStudio();
    context.onTestFinished(() => studio.close());
    await runHdf5(MAKE, [], studio.root);
    const inspector = new InspectorPage(studio);
    const cell = (row: number, column: number) => inspector.cell(row, column).innerText();

    await inspector.open('grid.h5');
    await inspector.panel('Overview').getByText('HDF5 file').first().waitFor();
    await inspector.node('/group/x').dblclick();
    await inspector.fileTab('grid.h5 › /group/x').waitFor();
    await inspector.show('Data');
    await expect.poll(() => cell(4, 6)).toBe('46');
    expect(await cell(3, 2)).toBe('32');

    await inspector.open('grid.zarr.zip');
    await inspector.node('/group/x').click();
    await studio.page.keyboard.press('Enter');
    await inspector.fileTab('grid.zarr.zip › /group/x').waitFor();
    await inspector.show('Data');
    await expect.poll(() => cell(4, 6)).toBe('-46');

    const { page } = studio;
    await studio.go('Home');
    await chooseFiles(page, ['grid.h5']);
    const ticks = page.getByRole('group', { name: 'Arrays of grid.h5' });
    expect(await ticks.getByRole('checkbox', { name: '/group/x' }).isChecked()).toBe(true);
    expect(await ticks.getByRole('checkbox', { name: '/y' }).isChecked()).toBe(true);
    await ticks.getByRole('checkbox', { name: '/y' }).uncheck();
    await start(page, /^Compress 1 file/);
    const done = page.getByRole('gridcell', { name: 'Verified', exact: true });
    // The name of the array stands behind that of the file.
    await jobList(page).getByRole('row').filter({ hasText: 'grid.h5' }).filter({ has: done }).waitFor();
    blpk('diff', studio.path('grid', 'group', 'x.blp'), `${studio.path('grid.h5')}::/group/x`);
    expect(existsSync(studio.path('grid', 'y.blp'))).toBe(false);

    blpk('recompress', '--chunk-rows', '100', studio.path('grid', 'group', 'x.blp'), studio.path('back.blp'));
    await inspector.open('back.blp');
    await page.getByRole('button', { name: 'More on this file' }).click();
    await page.getByRole('menuitem', { name: 'Convert to…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Convert back.blp' });
    await dialog.getByRole('radio', { name: 'Zarr, one file' }).check();
    // A browser can download no folder.
    expect(await dialog.getByRole('radio').count()).toBe(3);
    await dialog.getByText('back.zarr.zip').waitFor();
    await dialog.getByRole('button', { name: 'Convert', exact: true }).click();
    await waitForState(page, 'back.blp', 'Verified');
    await page.getByRole('link', { name: 'Download back.zarr.zip' }).waitFor();
    blpk('diff', studio.path('back.zarr.zip'), `${studio.path('grid.h5')}::/group/x`);
    studio.expectNoFaults();
  });
});
