import { readFileSync, truncateSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { writeCarray } from '../electron/exchange/bcolz/bcolz-folder.js';
import { runHdf5, withoutHdf5 } from '../electron/exchange/hdf5/python-hdf5.js';
import { withoutZarr } from '../electron/exchange/python-zarr.js';
import { browserNote } from './browser.js';
import { InspectorPage } from './inspector-page.js';
import { openStudio } from './open-studio.js';

/** 5 x 4 chunks of 40 x 50 items; in Zarr, one was never written. */
const MAKE = `
import numcodecs, zarr
x = np.add.outer(np.arange(200, dtype='<i4') * 10, np.arange(200, dtype='<i4'))
with tables.open_file('grid.h5', 'w') as f:
  f.create_carray('/', 'x', obj=x, chunkshape=(40, 50), filters=tables.Filters(complevel=5, complib='blosc:zstd'))
store = zarr.open('grid.zarr', 'w', shape=x.shape, chunks=(40, 50), dtype='<i4', fill_value=-1, compressor=numcodecs.Blosc('lz4'))
store[:160] = x[:160]
store[160:, :150] = x[160:, :150]
`;

describe.skipIf(browserNote !== '')(`chunks of Blosc in files of other formats${browserNote}`, () => {
  it('are shown as those of a container are: table, map, details, blocks and bytes', async (context) => {
    const missing = withoutHdf5 ?? withoutZarr;
    if (missing !== undefined) return context.skip(missing);
    const studio = await openStudio();
    context.onTestFinished(() => studio.close());
    await runHdf5(MAKE, [], studio.root);
    const items = new Uint8Array(Int32Array.from({ length: 1000 }, (_, index) => index).buffer);
    writeCarray(studio.path('speeds.bcolz'), items, { dtype: 'int32', itemsize: 4, shape: [1000], chunkRows: 400 });
    truncateSync(studio.path('speeds.bcolz', 'data', '__1.blp'), 100);
    const inspector = new InspectorPage(studio);
    const { details } = inspector;

    await inspector.open('grid.h5');
    await inspector.show('Chunks');
    await inspector.panel('Chunks').getByText('Choose an array of this file').waitFor();
    await inspector.node('/x').dblclick();
    await inspector.fileTab('grid.h5 › /x').waitFor();
    await inspector.panel('Overview').getByText('20 chunks (5 × 4) of 40 × 50 items').waitFor();
    await inspector.panel('Overview').getByText('Zstandard').waitFor();
    expect(await studio.page.getByRole('button', { name: 'Verify all' }).count()).toBe(0);
    await inspector.show('Chunks');
    await inspector.chunkRow(6).getByText('(1, 2)').click();
    await details.getByText('[40:80, 100:150]').waitFor();
    await details.getByText(/^1 block of 7\.8/).waitFor();
    await inspector.map.waitFor();
    await inspector.show('Bytes');
    const hdf5 = inspector.hex.getByRole('gridcell', { name: /field version, chunk 6$/ });
    await hdf5.waitFor();
    await inspector.show('Data');
    await expect.poll(() => inspector.cell(40, 100).innerText()).toBe('500');

    await inspector.open('grid.zarr');
    await inspector.show('Bytes');
    await inspector.panel('Bytes').getByText('Chunks have files of their own').waitFor();
    await inspector.show('Chunks');
    await inspector.chunkRow(19).getByText('missing').click();
    await details.getByText('Chunk 19 was never written: all its items are the fill value -1.').waitFor();
    await inspector.panel('Chunks').getByRole('button', { name: '1 never written' }).waitFor();
    await inspector.chunkRow(5).getByText('1.1', { exact: true }).click();
    await details.getByText('LZ4 family (lz4 or lz4hc)').waitFor();
    await inspector.show('Bytes');
    await inspector.panel('Bytes').getByText('1.1', { exact: true }).waitFor();
    const ctbytes = readFileSync(studio.path('grid.zarr', '1.1')).subarray(12, 13).toString('hex');
    const byte = new RegExp(`^offset 0xc, value 0x${ctbytes},.* field ctbytes, chunk 5$`, 'i');
    await inspector.hex.getByRole('gridcell', { name: byte }).waitFor();

    await inspector.open('speeds.bcolz');
    await inspector.show('Chunks');
    await inspector.chunkRow(1).getByText('unreadable').click();
    await details.getByText('Bad chunk 1: it has 84 bytes').waitFor();
    await inspector.chunkRow(2).click();
    await details.getByText('data/__2.blp').waitFor();
    await details.getByText('800 to 999').waitFor();
    studio.expectNoFaults();
  });
});
