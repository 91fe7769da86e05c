import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Page } from 'playwright';
import type { DroppedFile, PageGlobals } from './page-side.js';

/** Drops files from the disk onto the middle of the page, as Chromium gets them from the system. */
export async function dropFiles(page: Page, paths: readonly string[]): Promise<void> {
  const dropped: readonly DroppedFile[] = paths.map((path) => ({
    name: basename(path),
    size: statSync(path).size,
    path,
  }));
  await page.evaluate((files) => {
    // The page's own global object; the stand-in's list, which real Electron has no need of.
    (globalThis as unknown as Partial<PageGlobals>).__electronDropped?.push(...files);
  }, dropped);
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 200, y: 200, data });
  }
  await session.detach();
}
