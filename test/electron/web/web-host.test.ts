import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startWebHost } from '../../../electron/web/http-server.js';
import { describeConformance } from '../host/conformance.js';
import { ask, nextEvent } from '../host/typed-calls.js';
import { send } from './http-request.js';
import { openWebHost } from './open-web-host.js';
import { opened, openSocket, SocketTransport } from './socket-transport.js';

describe('the host over a WebSocket', () => {
  describeConformance(async () => {
    const web = await openWebHost();
    return { transport: await SocketTransport.open(web), folder: web.folder, hasRoots: true };
  });
});

it('sends events to every page, also to one that connects again', async () => {
  const web = await openWebHost();
  const first = await SocketTransport.open(web);
  const second = await SocketTransport.open(web);
  const changed = nextEvent(second, 'settings.changed');
  await ask(first, 'settings.set', { sound: true });
  expect((await changed).settings.sound).toBe(true);
  expect((await ask(await SocketTransport.open(web), 'settings.get')).sound).toBe(true);
});

it.each(['wrong', '', 'x'.repeat(43)])('refuses a page with the token %j with a reason', async (token) => {
  const { origin } = await openWebHost();
  const socket = openSocket({ origin, token: token || 'none' });
  const [code] = await once(socket, 'close');
  expect(code).toBe(1008);
});

it('refuses a socket of a foreign page, a foreign name, or another path', async () => {
  const web = await openWebHost();
  const { port } = web.host;
  for (const changes of [
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { origin: undefined },
    { origin: `https://127.0.0.1:${port}` },
    { headers: { host: `evil.example:${port}` } },
    { headers: { host: `127.0.0.1:${port + 1}` } },
  ]) {
    await expect(opened(openSocket(web, changes)), JSON.stringify(changes)).rejects.toThrow('403');
  }
  await expect(opened(openSocket({ ...web, origin: `${web.origin}/x` }))).rejects.toThrow('403');
});

it('accepts localhost as its name too', async () => {
  const web = await openWebHost();
  const origin = `http://localhost:${web.host.port}`;
  await opened(openSocket({ ...web, origin: web.origin }, { origin, headers: { host: `localhost:${web.host.port}` } }));
});

it.each(['no json', '[]', '{"id":"1","name":"app.info"}', '{"id":1}'])(
  'closes on a message that is no call: %s',
  async (text) => {
    const web = await openWebHost();
    const socket = await opened(openSocket(web));
    socket.send(text);
    expect((await once(socket, 'close'))[0]).toBe(1008);
  },
);

it('serves the page under the policy, and nothing to a foreign name', async () => {
  const { origin, host } = await openWebHost();
  const page = await send(origin, { path: '/' });
  expect(page.status).toBe(200);
  expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(page.headers['x-content-type-options']).toBe('nosniff');
  expect(page.headers['set-cookie']).toBeUndefined();
  for (const name of [`evil.example:${host.port}`, 'evil.example', `127.0.0.1:${host.port}.evil.example`]) {
    const refused = await send(origin, { path: '/', headers: { host: name } });
    expect(refused).toMatchObject({ status: 403, body: Buffer.alloc(0) });
    expect(refused.headers['content-security-policy']).toBeDefined();
  }
});

it.each(['/../secret', '/%2e%2e/secret', '/..%5csecret', '/%00', '//127.0.0.1/secret', '*', 'http://x/secret'])(
  'serves nothing outside the page for %s',
  async (path) => {
    const { origin } = await openWebHost();
    const { status, body } = await send(origin, { path });
    expect([400, 404]).toContain(status);
    expect(String(body)).not.toContain('secret');
  },
);

it('puts the token where no request carries it, and creates a new one at each start', async () => {
  const [one, two] = [await openWebHost(), await openWebHost()];
  expect(new URL(one.host.url).search).toBe('');
  expect(one.token).toMatch(/^[\w-]{43}$/);
  expect(one.token).not.toBe(two.token);
});

it('ends its jobs and its sockets when it closes', async () => {
  const web = await openWebHost();
  const transport = await SocketTransport.open(web);
  writeFileSync(join(web.folder, 'a.dat'), 'a');
  const [id] = await transport.admit([join(web.folder, 'a.dat')]);
  expect(id).toBeTruthy();
  await web.host.close();
  await expect(send(web.origin, { path: '/' })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

it('rejects when its port is in use', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const folders = { roots: [], dataFolder: '/nowhere', pageFolder: '/nowhere' };
  const bundles = {
    workerFile: '/nowhere',
    inspectFile: '/nowhere',
    compareFile: '/nowhere',
    contendersFile: '/nowhere',
    version: '0',
  };
  await expect(startWebHost({ ...folders, ...bundles, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  other.close();
});

it('gives the browser that it starts an address that works once', async () => {
  const { host, origin, token } = await openWebHost();
  const page = await host.writeLaunchPage();
  expect(statSync(page).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(page)).mode & 0o777).toBe(0o700);
  const [address = ''] = /http:[^"]+/.exec(readFileSync(page, 'utf8')) ?? [];
  expect(address).not.toContain(token);
  const { pathname } = new URL(address);
  expect((await send(origin, { path: pathname, headers: { host: 'evil.example' } })).status).toBe(403);
  const first = await send(origin, { path: pathname });
  expect(first).toMatchObject({ status: 302, headers: { location: `/#token=${token}`, 'cache-control': 'no-store' } });
  expect((await send(origin, { path: pathname })).status).toBe(403);
  expect(existsSync(page)).toBe(false);
  expect((await send(origin, { path: '/launch/' })).status).toBe(403);
});
