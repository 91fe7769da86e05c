import { join } from 'node:path';
import { serveFile } from '../range-server.mjs';

/**
 * A container without offsets on a server, whose chunks are searched in part.
 *
 * @param {import('../app.mjs').App} app
 * @param {string} folder of the small files
 */
export async function takeServers(app, folder) {
  const { page } = app;
  const server = await serveFile(join(folder, 'no-offsets.blp'));
  try {
    await app.press('Dismiss');
    await app.openView('Inspector');
    await app.press('Open address…');
    await page.getByRole('textbox', { name: 'Address' }).fill(`${server.origin}/no-offsets.blp`);
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Key figures' }).waitFor();
    await app.take('server-overview');
    await app.show('Chunks');
    await page.getByRole('button', { name: 'Find all chunks' }).waitFor();
    await app.take('server-chunks');
    await app.press('Find all chunks');
    await page.getByRole('button', { name: 'Find all chunks' }).waitFor({ state: 'detached' });
    await app.take('server-chunks-all');
    await app.press('Decompress…');
    await page
      .getByText(/choose a folder for its output/)
      .first()
      .waitFor();
    await app.take('server-decompress');
  } finally {
    server.close();
  }
}
