import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A plain HTTP server of the files in a folder, with ranges as any has; for the running test. */
export async function serveFolder(folder: string): Promise<{ readonly url: string; readonly sentBytes: () => number }> {
  let sentBytes = 0;
  const server = createServer((request, response) => {
    const path = join(folder, basename(decodeURIComponent(request.url ?? '')));
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    if (!range) {
      response.writeHead(200, { 'content-length': statSync(path).size, 'accept-ranges': 'bytes' });
      if (request.method === 'HEAD') response.end();
      else createReadStream(path).pipe(response);
      return;
    }
    const [start, end] = [Number(range[1]), Number(range[2])];
    sentBytes += end - start + 1;
    response.writeHead(206, {
      'content-length': end - start + 1,
      'content-range': `bytes ${start}-${end}/${statSync(path).size}`,
    });
    createReadStream(path, { start, end }).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, sentBytes: () => sentBytes }; // listening
}
