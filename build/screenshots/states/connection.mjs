import { once } from 'node:events';
import { startLongJob } from './jobs.mjs';

/**
 * A program that stops answering, ends and is started again.
 *
 * @param {import('../app.mjs').App} app
 * @param {{ child: import('node:child_process').ChildProcess, url: string }} server
 * @param {(port: string) => Promise<{ child: import('node:child_process').ChildProcess, url: string }>} restart
 * @returns the program that runs at the end
 */
export async function takeConnection(app, server, restart) {
  const { page } = app;
  await app.press('Dismiss');
  await startLongJob(app);
  server.child.kill('SIGSTOP');
  await page.getByText('The program does not answer at the moment.').waitFor();
  await app.take('connection-stalled');
  const gone = once(server.child, 'exit');
  server.child.kill('SIGKILL');
  await gone;
  await page.getByText('The connection to the program is lost.').waitFor();
  await app.take('connection-lost');
  const again = await restart(new URL(server.url).port);
  await page.getByText('This page has no access to the program.').waitFor();
  await app.take('connection-refused');
  await app.visit(again.url);
  await page.getByText(/^A batch stopped/).waitFor();
  await app.take('batch-interrupted');
  await app.press('Discard');
  return again;
}
