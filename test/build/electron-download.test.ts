import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { progressOn } from '../../build/electron-download.mjs';

const root = join(import.meta.dirname, '../..');

/** A separate process, because the downloader reads the environment when it is loaded. */
const program = `
  import { downloadElectron } from ${JSON.stringify(join(root, 'build/electron-download.mjs'))};
  await downloadElectron(${JSON.stringify(join(root, 'node_modules/electron'))}, '45.4.1').catch((error) => {
    console.log(error.constructor.name, error.message);
  });`;

let folder: string;
const servers: Server[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bloscpack-download-'));
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function download(environment: Readonly<Record<string, string>>) {
  const proxies = Object.fromEntries(
    ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'].flatMap((name) => [
      [name, undefined],
      [name.toLowerCase(), undefined],
    ]),
  );
  const env = { ...process.env, ...proxies, electron_config_cache: join(folder, 'cache'), ...environment };
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { env });
  const [output, errorOutput] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { output, errorOutput };
}

/** The address of a server that answers with `handle`. */
async function serve(handle: RequestListener): Promise<{ readonly server: Server; readonly address: string }> {
  const server = createServer(handle);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('The server has no port.');
  return { server, address: `http://127.0.0.1:${bound.port}` };
}

describe('downloading Electron', () => {
  it('shows the progress, and refuses an archive that differs from the published one', async () => {
    const { address } = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 3 * 2 ** 20 }).end(Buffer.alloc(3 * 2 ** 20));
    });
    const { output, errorOutput } = await download({ ELECTRON_MIRROR: `${address}/` });
    expect(errorOutput).toContain('setup: downloading Electron 45.4.1');
    expect(errorOutput).toContain('setup: 100 % of 3 MiB\n');
    expect(output).toMatch(/^DownloadError Electron could not be downloaded: .*checksum/i);
  });

  it('says why it failed and names the variables that help', async () => {
    const { address } = await serve((_request, response) => void response.writeHead(404).end());
    const { output } = await download({ ELECTRON_MIRROR: `${address}/` });
    expect(output).toContain('Electron could not be downloaded: Response code 404');
    for (const name of ['HTTPS_PROXY', 'NO_PROXY', 'ELECTRON_MIRROR', 'ELECTRON_OVERRIDE_DIST_PATH']) {
      expect(output).toContain(name);
    }
    expect(output).not.toMatch(/^ +at /m);
  });

  it('goes through the proxy that the environment names', async () => {
    const asked: string[] = [];
    const { server, address } = await serve((request, response) => {
      asked.push(String(request.url));
      response.writeHead(403).end();
    });
    server.on('connect', (request, socket) => {
      asked.push(String(request.url));
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    const { output } = await download({ HTTPS_PROXY: address });
    expect(asked).toEqual(['github.com:443']);
    expect(output).toContain('Electron could not be downloaded: ');
  });
});

describe('progress', () => {
  const run = (isTTY: boolean) => {
    let written = '';
    const output = {
      isTTY,
      write: (piece: string) => {
        written += piece;
      },
    };
    const show = progressOn(output);
    for (let percent = 0; percent <= 100; percent++) show({ transferred: percent * 2 ** 20, total: 100 * 2 ** 20 });
    return written;
  };

  it('is a line for every tenth if the output is no terminal', () => {
    expect(run(false).split('\n')).toHaveLength(12);
  });

  it('is one line that changes on a terminal', () => {
    expect(run(true).split('\r')).toHaveLength(102);
    expect(run(true).match(/\n/g)).toHaveLength(1);
  });

  it('is left out if the size is unknown', () => {
    let written = '';
    progressOn({ write: (piece) => (written += piece) })({ transferred: 5, total: null });
    expect(written).toBe('');
  });
});
