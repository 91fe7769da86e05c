import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

/**
 * Serves one file by ranges on the loopback address.
 *
 * @param {string} path
 * @returns {Promise<{ origin: string, close: () => void }>}
 */
export async function serveFile(path) {
  const bytes = readFileSync(path);
  const server = createServer(({ headers, method }, response) => {
    const [, first = '0', last = ''] = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '') ?? [];
    const part = bytes.subarray(Number(first), last === '' ? bytes.length : Number(last) + 1);
    response.writeHead(headers.range ? 206 : 200, {
      'accept-ranges': 'bytes',
      etag: '"1"',
      'content-length': part.length,
      ...(headers.range && {
        'content-range': `bytes ${first}-${Number(first) + part.length - 1}/${bytes.length}`,
      }),
    });
    response.end(method === 'HEAD' ? undefined : part);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
