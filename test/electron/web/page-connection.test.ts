import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { Host } from '../../../electron/host/host.js';
import { PageConnection } from '../../../electron/web/page-connection.js';
import { until } from '../../until.js';

/** A page and its host's end of the connection; the test sets the host's responses. */
async function connect(answer: () => Promise<unknown>) {
  const server = createServer().listen(0, '127.0.0.1');
  const sockets = new WebSocketServer({ server });
  await once(server, 'listening');
  let calls = 0;
  let emit: (event: unknown) => void = () => undefined;
  // The part of a host that a connection uses.
  const host = {
    subscribe(listener: (event: unknown) => void) {
      emit = listener;
      return () => undefined;
    },
    async dispatch() {
      calls++;
      return { ok: true, value: await answer() };
    },
  } as unknown as Host;
  const page = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`); // it listens on a port
  const [socket] = (await once(sockets, 'connection')) as [WebSocket]; // what ws gives
  socket.on('error', () => socket.terminate());
  new PageConnection(socket, host);
  if (page.readyState !== page.OPEN) await once(page, 'open');
  onTestFinished(() => {
    page.terminate();
    sockets.close();
    server.close();
  });
  return { page, socket, callCount: () => calls, emit: (event: unknown) => emit(event) };
}

const call = JSON.stringify({ id: 1, name: 'app.info' });

it('does not read more calls while a page does not read its responses, and handles all in the end', async () => {
  const CALLS = 4000;
  const { page, socket, callCount } = await connect(async () => 'x'.repeat(64 * 1024));
  let received = 0;
  page.on('message', () => received++);
  page.pause();
  for (let number = 0; number < CALLS; number++) page.send(call);
  await until(() => socket.isPaused && socket.bufferedAmount > 4 * 2 ** 20);
  expect(callCount()).toBeLessThan(CALLS);
  page.resume();
  await until(() => received === CALLS);
  expect(callCount()).toBe(CALLS);
});

it('limits the pending calls of a page', async () => {
  const CALLS = 30_000;
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { page, socket, callCount } = await connect(() => released);
  let received = 0;
  page.on('message', () => received++);
  for (let number = 0; number < CALLS; number++) page.send(call);
  await until(() => socket.isPaused);
  // Calls that were received together when it was paused are handled too.
  expect(callCount()).toBeLessThan(CALLS / 2);
  release();
  await until(() => received === CALLS);
});

it('disconnects a page that does not read its events', async () => {
  const { page, socket, emit } = await connect(async () => null);
  page.pause();
  const closed = once(socket, 'close');
  for (let number = 0; number < 200; number++) emit({ name: 'x', payload: 'y'.repeat(2 ** 20) });
  await closed;
});
