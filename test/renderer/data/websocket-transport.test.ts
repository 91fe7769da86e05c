import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocketTransport } from '../../../renderer/data/websocket-transport.js';

/** The part of a WebSocket that the transport uses, driven by the test. */
class FakeSocket {
  readonly sent: unknown[] = [];
  readonly protocols: readonly string[];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  close(): void {}

  constructor(protocols: readonly string[]) {
    this.protocols = protocols;
  }

  send(message: string): void {
    this.sent.push(JSON.parse(message));
  }

  receive(message: unknown): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

function connectFake() {
  const sockets: FakeSocket[] = [];
  const open = (_url: string, protocols: readonly string[]) => {
    const socket = new FakeSocket(protocols);
    sockets.push(socket);
    // The double has what the transport uses, not the rest.
    return socket as unknown as WebSocket;
  };
  const transport = new WebSocketTransport({ url: 'ws://127.0.0.1:1/socket', token: 'secret', open });
  const latest = () => {
    const socket = sockets.at(-1);
    if (!socket) throw new Error('no socket was opened');
    return socket;
  };
  return { transport, sockets, latest };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('WebSocketTransport', () => {
  it('offers the token as a subprotocol', () => {
    expect(connectFake().latest().protocols).toEqual(['bloscpack', 'secret']);
  });

  it('keeps calls until the connection is open, and matches answers by number', async () => {
    const { transport, latest } = connectFake();
    const first = transport.call('app.info', undefined);
    const second = transport.call('jobs.list', undefined);
    expect(latest().sent).toEqual([]);
    latest().onopen?.();
    expect(latest().sent).toEqual([
      { id: 1, name: 'app.info' },
      { id: 2, name: 'jobs.list' },
    ]);
    latest().receive({ id: 2, result: { ok: true, value: 'two' } });
    latest().receive({ id: 1, result: { ok: true, value: 'one' } });
    expect(await Promise.all([first, second])).toEqual([
      { ok: true, value: 'one' },
      { ok: true, value: 'two' },
    ]);
  });

  it('rejects pending calls when the connection breaks, and connects again', async () => {
    const { transport, sockets, latest } = connectFake();
    const states: string[] = [];
    transport.watch(() => states.push(transport.state));
    latest().onopen?.();
    const call = transport.call('app.info', undefined);
    latest().onclose?.({ code: 1006 });
    await expect(call).rejects.toThrow('broke (code 1006)');
    expect(transport.state).toBe('lost');
    await expect(transport.call('app.info', undefined)).rejects.toThrow('lost');
    vi.advanceTimersByTime(250);
    expect(sockets).toHaveLength(2);
    latest().onopen?.();
    expect(states).toEqual(['connected', 'lost', 'connected']);
  });

  it('says within five seconds that a silent host has stalled, and goes on when it answers', () => {
    const { transport, sockets, latest } = connectFake();
    latest().onopen?.();
    vi.advanceTimersByTime(2000);
    expect(latest().sent).toMatchObject([{ name: 'app.ping' }]);
    expect(transport.state).toBe('connected');
    vi.advanceTimersByTime(3000);
    expect(transport.state).toBe('stalled');
    latest().receive({ id: 1, result: { ok: true, value: null } });
    expect(transport.state).toBe('connected');
    expect(sockets).toHaveLength(1);
  });

  it('gives up a host that stays silent, and connects again', async () => {
    const { transport, sockets, latest } = connectFake();
    latest().onopen?.();
    const call = transport.call('jobs.list', undefined);
    vi.advanceTimersByTime(30_000);
    await expect(call).rejects.toThrow('broke');
    expect(transport.state).toBe('lost');
    vi.advanceTimersByTime(250);
    expect(sockets).toHaveLength(2);
  });

  it('waits longer after each failure, four seconds at most', () => {
    const { sockets, latest } = connectFake();
    for (const delay of [250, 500, 1000, 2000, 4000, 4000]) {
      const before = sockets.length;
      latest().onclose?.({ code: 1006 });
      vi.advanceTimersByTime(delay - 1);
      expect(sockets).toHaveLength(before);
      vi.advanceTimersByTime(1);
      expect(sockets).toHaveLength(before + 1);
    }
  });

  it('gives up on a token that the host refuses', () => {
    const { transport, sockets, latest } = connectFake();
    const states: string[] = [];
    transport.watch(() => states.push(transport.state));
    latest().onopen?.();
    latest().onclose?.({ code: 1008 });
    vi.advanceTimersByTime(60_000);
    expect(states).toEqual(['connected', 'refused']);
    expect(sockets).toHaveLength(1);
  });

  it('passes events on until the last listener is removed', () => {
    const { transport, latest } = connectFake();
    const heard: string[] = [];
    const stop = transport.subscribe(({ name }) => heard.push(name));
    latest().receive({ event: { name: 'jobs.reordered', payload: null } });
    stop();
    latest().receive({ event: { name: 'jobs.reordered', payload: null } });
    expect(heard).toEqual(['jobs.reordered']);
  });

  it('makes links that contain the token', () => {
    expect(connectFake().transport.downloadUrl('a/b')).toBe('/download/a%2Fb?token=secret');
  });
});
