import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import type { Host } from '../../../electron/host/host.js';
import { Access, newToken } from '../../../electron/web/access.js';
import { ConnectionLimits } from '../../../electron/web/connection-limits.js';
import { LaunchCodes } from '../../../electron/web/launch-codes.js';
import { LaunchPage } from '../../../electron/web/launch-page.js';
import { makeRouter } from '../../../electron/web/routes.js';
import type { Result } from '../../../shared/contract/result.js';
import { streamPath } from '../../../shared/contract/stream-path.js';
import type { ByteAnswer } from '../../../shared/contract/streams.js';
import { turn } from '../../until.js';
import { send } from './http-request.js';

type StreamOf = (name: string, request: unknown, signal: AbortSignal) => Promise<Result<ByteAnswer>>;

/** The routes over a host whose streams are set by the test. */
async function serve(stream: StreamOf) {
  const token = newToken();
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close().closeAllConnections());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port
  const route = makeRouter({
    // The part of a host that this route uses.
    host: { stream } as Pick<Host, 'stream'> as Host,
    access: new Access(token, port),
    pageFolder: '/nowhere',
    limits: new ConnectionLimits(server),
    launchPage: new LaunchPage('/nowhere'),
    launchCodes: new LaunchCodes(),
    pageAddress: '/',
  });
  server.on('request', (incoming, response) => void route(incoming, response));
  return { origin: `http://127.0.0.1:${port}`, token };
}

function answerOf(body: AsyncIterable<Uint8Array>, more: Partial<ByteAnswer> = {}): Result<ByteAnswer> {
  return { ok: true, value: { headers: {}, contentType: 'application/octet-stream', ...more, body } };
}

async function* pieces(...values: readonly string[]) {
  for (const value of values) yield Buffer.from(value);
}

const asked = streamPath('inspect.export', { document: 'a b&c', what: 'ü' });

it('passes on name and request, and responds with the stream’s headers', async () => {
  const heard: unknown[] = [];
  const { origin, token } = await serve(async (name, given) => {
    heard.push(name, given);
    const more = { headers: { 'x-rows': '3' }, contentType: 'text/csv', fileName: 'größe.csv', sizeBytes: 4 };
    return answerOf(pieces('1,', '2\n'), more);
  });
  const { status, headers, body } = await send(origin, { path: asked, headers: { authorization: `Bearer ${token}` } });
  expect(heard).toEqual(['inspect.export', { document: 'a b&c', what: 'ü' }]);
  expect([status, String(body)]).toEqual([200, '1,2\n']);
  expect(headers).toMatchObject({
    'x-rows': '3',
    'content-type': 'text/csv',
    'content-length': '4',
    'cache-control': 'no-store',
    'content-disposition': `attachment; filename="gr__e.csv"; filename*=UTF-8''gr%C3%B6%C3%9Fe.csv`,
    'x-content-type-options': 'nosniff',
  });
});

it('refuses requests without the token, under a foreign name, or with another method', async () => {
  let asks = 0;
  const { origin, token } = await serve(async () => {
    asks += 1;
    return answerOf(pieces('x'));
  });
  const statusOf = async (path: string, more = {}) => (await send(origin, { path, ...more })).status;
  expect(await statusOf(asked)).toBe(403);
  expect(await statusOf(`${asked}&token=wrong`)).toBe(403);
  expect(await statusOf(`${asked}&token=${token}`, { headers: { host: 'evil.example' } })).toBe(403);
  expect(await statusOf(`${asked}&token=${token}`, { method: 'POST' })).toBe(405);
  expect(asks).toBe(0);
  expect(await statusOf(`${asked}&token=${token}`)).toBe(200);
});

it.each([
  ['gone', 404],
  ['bad-request', 400],
  ['unknown-call', 404],
  ['argument', 400],
  ['io', 500],
] as const)('refuses %s with status %i and the envelope', async (kind, status) => {
  const result = { ok: false, error: { kind, message: 'No.' } } as const;
  const { origin, token } = await serve(async () => result);
  const answer = await send(origin, { path: `${asked}&token=${token}` });
  expect([answer.status, JSON.parse(String(answer.body))]).toEqual([status, result]);
});

it('passes an invalid request to the host, which refuses it', async () => {
  let given: unknown = 'nothing';
  const { origin, token } = await serve(async (_name, value) => {
    given = value;
    return { ok: false, error: { kind: 'bad-request', message: 'No.' } };
  });
  expect((await send(origin, { path: `/stream/inspect.map?request={&token=${token}` })).status).toBe(400);
  expect(given).toBeUndefined();
});

it('produces no more than is read, and stops when the reader disconnects', async () => {
  const piece = new Uint8Array(2 ** 20);
  let made = 0;
  let isStopped = false;
  let signal: AbortSignal | undefined;
  const { origin, token } = await serve(async (_name, _request, given) => {
    signal = given;
    const body = async function* () {
      try {
        for (;;) {
          made += 1;
          yield piece;
        }
      } finally {
        isStopped = true;
      }
    };
    return answerOf(body());
  });
  const reader = await begin(`${origin}${asked}&token=${token}`);
  // Server and reader share this thread's loop: when nothing arrives for many turns, neither can continue.
  let madeUnread = 0;
  while (made > madeUnread) {
    madeUnread = made;
    await turn(200);
  }
  // No more than fits into the sockets' buffers.
  expect(madeUnread).toBeLessThan(40);
  reader.destroy();
  await expect.poll(() => isStopped).toBe(true);
  expect(signal?.aborted).toBe(true);
});

it('breaks the connection when the body fails half-way', async () => {
  const { origin, token } = await serve(async () =>
    answerOf(
      (async function* () {
        yield Buffer.from('half');
        throw new Error('the disk is gone');
      })(),
    ),
  );
  await expect(send(origin, { path: `${asked}&token=${token}` })).rejects.toMatchObject({ code: 'ECONNRESET' });
});

/** A response that is not yet read. */
function begin(url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(url, resolve).on('error', reject).end();
  });
}
