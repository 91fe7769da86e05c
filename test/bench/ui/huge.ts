import { InspectorPage } from '../../e2e/inspector-page.js';
import type { Studio } from '../../e2e/studio.js';
import { writeManyChunks, writeSparseContainer } from '../../huge-containers.js';
import type { Figure } from './figure.js';
import { idleFrameMs, longestFrameMs, memoryMiB, timeToPaintMs } from './measures.js';

const containers = [
  { name: 'million.blp', what: '1,000,000 chunks', write: (path: string) => writeManyChunks(path, 1_000_000) },
  { name: 'sparse.blp', what: '200 GiB', write: (path: string) => writeSparseContainer(path, 200 * 2 ** 30) },
] as const;

const grids = [
  { view: 'Chunks', grid: 'Chunks' },
  { view: 'Data', grid: 'Values' },
  { view: 'Bytes', grid: 'Bytes of the file' },
] as const;

const figures = `document.querySelector('[aria-label="Key figures"]')`;
/** The map is there once its values are, and draws them before the page is painted. */
const mapIsDrawn = `document.querySelector('[aria-roledescription="map of chunks"] canvas')?.width > 300`;

/** Huge containers in the Inspector: until something is seen, while it is scrolled, and what it takes of memory. */
export async function measureHuge(studio: Studio): Promise<readonly Figure[]> {
  const inspector = new InspectorPage(studio);
  for (const { name, write } of containers) write(studio.path(name));
  const idleMiB = sumOf(await memoryMiB(studio));
  const found: Figure[] = [];
  for (const { name, what } of containers) {
    // Opened once before: the recent files are then listed, by which it opens with one click.
    await inspector.open(name);
    await inspector.close(name);
    const recent = studio.page.getByRole('region', { name: 'Recent files' }).getByRole('button', { name });
    await recent.waitFor();
    found.push(
      ...(await paintFigures(studio, inspector, name, what)),
      ...(await frameFigures(studio, inspector, what)),
    );
    found.push({
      what: `memory of host and page with ${what}`,
      unit: 'MiB',
      aim: 300,
      value: sumOf(await memoryMiB(studio)),
      idle: idleMiB,
    });
    await inspector.close(name);
  }
  return found;
}

async function paintFigures(
  { page }: Studio,
  inspector: InspectorPage,
  name: string,
  what: string,
): Promise<readonly Figure[]> {
  const overviewMs = await timeToPaintMs(page, recentFile(name), figures);
  await inspector.waitForFile(name);
  const mapMs = await timeToPaintMs(page, `document.querySelector('#inspector-tab-chunks')`, mapIsDrawn);
  return [
    { what: `Overview of ${what}`, unit: 'ms', aim: 300, value: overviewMs },
    { what: `map of ${what}`, unit: 'ms', aim: 1000, value: mapMs },
  ];
}

async function frameFigures({ page }: Studio, inspector: InspectorPage, what: string): Promise<readonly Figure[]> {
  const found: Figure[] = [];
  for (const { view, grid } of grids) {
    await inspector.show(view);
    const scroller = page.getByRole('grid', { name: grid, exact: true });
    await scroller.getByRole('gridcell').nth(20).waitFor();
    const idle = await idleFrameMs(page);
    found.push({
      what: `longest frame of ${grid} of ${what}`,
      unit: 'ms',
      aim: 50,
      value: await longestFrameMs(scroller),
      idle,
    });
  }
  return found;
}

function recentFile(name: string): string {
  return `[...document.querySelectorAll('[aria-label="Recent files"] button')].find(({ textContent }) => textContent.includes('${name}'))`;
}

function sumOf({ host, page }: { readonly host: number; readonly page: number }): number {
  return host + page;
}
