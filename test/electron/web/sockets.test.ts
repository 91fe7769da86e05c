import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { until } from '../../until.js';
import { send } from './http-request.js';
import { type OpenWebHost, openWebHost } from './open-web-host.js';
import { opened, openSocket, SocketTransport } from './socket-transport.js';

const MAX_UNAUTHENTICATED = 128;

async function connection({ host }: OpenWebHost, text = ''): Promise<Socket> {
  const socket = connect(host.port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  socket.resume();
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

function handshake({ host, origin }: OpenWebHost, path = '/socket'): string {
  return [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${host.port}`,
    `Origin: ${origin}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    'Sec-WebSocket-Protocol: bloscpack',
    '',
    '',
  ].join('\r\n');
}

async function stillServes({ origin }: OpenWebHost): Promise<void> {
  expect((await send(origin, { path: '/' })).status).toBe(200);
}

it('survives an invalid frame of a client without the token, and closes the connection', async () => {
  const web = await openWebHost();
  const socket = await connection(web, handshake(web));
  await once(socket, 'data');
  socket.write(Buffer.alloc(20, 0xff));
  await once(socket, 'close');
  await stillServes(web);
});

it('refuses a large frame of a client without the token, and does not wait for the closing handshake', async () => {
  const web = await openWebHost();
  const socket = await connection(web, handshake(web));
  await once(socket, 'data');
  // The head of a binary frame of 1 MiB, and its first bytes.
  socket.write(Buffer.concat([Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0, 0x10, 0, 0]), Buffer.alloc(1000)]));
  await once(socket, 'close');
  const silent = await connection(web, handshake(web));
  await once(silent, 'close');
  await stillServes(web);
});

it.each(['/socket', '/other'])('survives a reset right after an upgrade of %s', async (path) => {
  const web = await openWebHost();
  for (let times = 0; times < 20; times++) {
    const socket = await connection(web, handshake(web, path));
    if (times % 2 === 0) await once(socket, 'data');
    socket.resetAndDestroy();
  }
  await stillServes(web);
});

it('limits the connections without the token, and keeps all pages that have it', async () => {
  const web = await openWebHost();
  const page = await SocketTransport.open(web);
  const sockets: Socket[] = [];
  for (let number = 0; number < MAX_UNAUTHENTICATED + 40; number++)
    sockets.push(await connection(web, 'GET / HTTP/1.1\r\nHost'));
  const isOpen = (socket: Socket): boolean => !socket.closed;
  await until(() => sockets.filter(isOpen).length <= MAX_UNAUTHENTICATED);
  expect(sockets.slice(-MAX_UNAUTHENTICATED).every(isOpen)).toBe(true);
  expect((await page.call('app.info')).ok).toBe(true);
  await stillServes(web);
});

it('closes a connection whose request does not end', async () => {
  const web = await openWebHost();
  const head = `POST /upload?name=a HTTP/1.1\r\nHost: 127.0.0.1:${web.host.port}\r\nContent-Length: 1000000\r\n\r\n`;
  await once(await connection(web, head), 'close');
});

it.each([
  ['too deep', '['.repeat(200) + ']'.repeat(200)],
  ['too many values', `[${'0,'.repeat(1_000_000)}0]`],
  ['too many keys', `{${Array.from({ length: 2000 }, (_, index) => `"${index}":0`).join()}}`],
])('closes on a call that is %s, before it is parsed', async (_what, request) => {
  const web = await openWebHost();
  const socket = await opened(openSocket(web));
  socket.send(`{"id":1,"name":"app.info","request":${request}}`);
  expect((await once(socket, 'close'))[0]).toBe(1009);
});

it('reports only the first faults of an invalid request', async () => {
  const web = await openWebHost();
  const page = await SocketTransport.open(web);
  const answer = await page.call('files.describe', { ids: Array.from({ length: 50_000 }, () => 0) });
  expect(answer.ok).toBe(false);
  expect(JSON.stringify(answer).length).toBeLessThan(5000);
});

it.each(['127.0.0.1:1', 'localhost:8080', 'localhost'])(
  'shows a browser that connects as %s which port the tunnel needs',
  async (host) => {
    const web = await openWebHost();
    const { status, headers, body } = await send(web.origin, { path: '/', headers: { host } });
    expect(status).toBe(403);
    expect(headers['content-type']).toContain('text/html');
    expect(String(body)).toContain(`ssh -L ${web.host.port}:127.0.0.1:${web.host.port}`);
    expect(String(body)).not.toContain(web.token);
  },
);
