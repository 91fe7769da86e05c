import { existsSync, readFileSync } from 'node:fs';
import type { Locator } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kindOfRow, writeManyChunks, writeSparseContainer } from '../huge-containers.js';
import { browserNote } from './browser.js';
import { InspectorPage } from './inspector-page.js';
import { openStudio } from './open-studio.js';
import type { Studio } from './studio.js';
import { sumOf } from './traffic.js';

const GIB = 2 ** 30;

const containers = [
  { name: 'million.blp', what: '1,000,000 chunks', write: (path: string) => writeManyChunks(path, 1_000_000) },
  { name: 'sparse.blp', what: '200 GiB', write: (path: string) => writeSparseContainer(path, 200 * GIB) },
] as const;

const grids = [
  { view: 'Chunks', grid: 'Chunks' },
  { view: 'Data', grid: 'Values' },
  { view: 'Bytes', grid: 'Bytes of the file' },
] as const;

/** Number of positions along a grid that are checked. */
const PLACES = 12;
/** The limit of drawn rows: those in view and the overscan, for any file. */
const MAX_ROWS = 100;
const MAX_ELEMENTS = 3000;
/** Limits of calls: to open a file with its map, and for a position that is scrolled to. */
const MAX_CALLS_TO_OPEN = 50;
const MAX_CALLS_A_PLACE = 20;
/** Limit of the response bytes of all these calls: a list of all chunks would have tens of millions. */
const MAX_RESPONSE_BYTES = 2 ** 21;
/** Limits of bytes read: the offsets, headers of some chunks for estimates, and at each position a chunk or two of 16 MiB. */
const MAX_READ_TO_OPEN = 64 * 2 ** 20;
const MAX_READ_A_PLACE = 64 * 2 ** 20;

let studio: Studio;
let inspector: InspectorPage;

describe.skipIf(browserNote !== '')(`huge containers in the Inspector${browserNote}`, () => {
  beforeAll(async () => {
    studio = await openStudio();
    inspector = new InspectorPage(studio);
    for (const { name, write } of containers) write(studio.path(name));
  });
  afterAll(() => studio.close());

  it('shows the values of the last of a million rows', async () => {
    await inspector.open('million.blp');
    await inspector.show('Data');
    await inspector.cell(0, 0).getByText('0.0').waitFor();
    await inspector.goTo('999999, 63');
    await expect.poll(async () => Number(await inspector.cell(999_999, 63).innerText())).toBe(kindOfRow(999_999)[63]);
    await expect.poll(() => inspector.details.innerText()).toContain('999,999');
    await inspector.close('million.blp');
    studio.expectNoFaults();
  });

  describe.each(containers)('of $what', ({ name }) => {
    afterAll(() => inspector.close(name));

    it('opens with few calls, short responses, and reads of a small part of the file', async () => {
      await expectCheap({ calls: MAX_CALLS_TO_OPEN, readBytes: MAX_READ_TO_OPEN }, async () => {
        await inspector.open(name);
        await inspector.panel('Overview').getByRole('region', { name: 'Key figures' }).waitFor();
        await inspector.show('Chunks');
        await expect.poll(mapWidth).toBeGreaterThan(300);
      });
      studio.expectNoFaults();
    });

    it.each(grids)(
      'draws and reads no more of $grid than is in sight, wherever it is scrolled',
      async ({ view, grid }) => {
        await inspector.show(view);
        const scroller = studio.page.getByRole('grid', { name: grid, exact: true });
        await scroller.getByRole('gridcell').nth(20).waitFor();
        const limits = { calls: PLACES * MAX_CALLS_A_PLACE, readBytes: PLACES * MAX_READ_A_PLACE };
        await expectCheap(limits, async () => {
          for (let place = 1; place <= PLACES; place++) await expectFewRows(scroller, place / PLACES);
        });
        studio.expectNoFaults();
      },
    );
  });
});

/** Scrolls a grid to a fraction of its height, and checks the rows there. */
async function expectFewRows(scroller: Locator, share: number): Promise<void> {
  // Rows become fewer when it is known which are folded: the place is gone to, and measured, until both are of the same rows.
  const lastShare = async () => {
    await scroller.evaluate(scrollTo, share);
    const { last } = await drawn(scroller);
    return (last + 1) / Number(await scroller.getAttribute('aria-rowcount'));
  };
  await expect.poll(lastShare).toBeGreaterThanOrEqual(share);
  await expect.poll(() => scroller.getByLabel(/^(Loading|Reading)/).count()).toBe(0);
  const { rows, elements } = await drawn(scroller);
  expect(rows).toBeLessThan(MAX_ROWS);
  expect(elements).toBeLessThan(MAX_ELEMENTS);
}

/** Counts the cost of an action: calls, the bytes of their responses, and the bytes that the host reads of files. */
async function expectCheap(limits: Readonly<Record<'calls' | 'readBytes', number>>, deed: () => Promise<void>) {
  const { traffic } = studio;
  traffic.takeCalls();
  traffic.takeReceived();
  const beforeBytes = readBytes();
  await deed();
  const calls = traffic.takeCalls();
  expect(sumOf(calls), [...calls].join(' ')).toBeLessThan(limits.calls);
  expect(traffic.takeReceived().bytes).toBeLessThan(MAX_RESPONSE_BYTES);
  expect(readBytes() - beforeBytes).toBeLessThan(limits.readBytes);
}

async function mapWidth(): Promise<number> {
  return Number(await inspector.map.locator('canvas').getAttribute('width'));
}

/** Numbers of drawn rows and elements, and the index of the last row. */
async function drawn(grid: Locator) {
  const indices = await grid.getByRole('row').evaluateAll((rows) => rows.map((row) => Number(row.ariaRowIndex)));
  return { rows: indices.length, elements: await grid.locator('*').count(), last: Math.max(...indices) };
}

/** Runs in the page. */
function scrollTo(element: unknown, share: number): void {
  // The wanted grid.
  const scroller = element as { scrollTop: number; readonly scrollHeight: number };
  scroller.scrollTop = scroller.scrollHeight * share;
}

/** Bytes that the host has read so far, as Linux counts them; undefined on other systems. */
function readBytes(): number {
  const path = `/proc/${studio.server.pid}/io`;
  if (!existsSync(path)) return 0;
  return Number(/^rchar: (\d+)/m.exec(readFileSync(path, 'utf8'))?.[1]);
}
