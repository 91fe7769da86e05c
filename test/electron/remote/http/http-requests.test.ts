import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { parseContentRange } from '../../../../electron/remote/http/content-range.js';
import {
  HEADERS_VARIABLE,
  headersFor,
  parseHeaders,
  SERVERS_VARIABLE,
} from '../../../../electron/remote/http/environment-headers.js';
import { retryAfterOf } from '../../../../electron/remote/http/http-failures.js';
import { openRemoteReader } from '../../../../electron/remote/open-remote.js';
import { printableAddress } from '../../../../electron/remote/remote-address.js';
import { noise } from '../../../native/samples.js';
import { fastRetries } from '../fast-retries.js';
import { type Fault, served, startRangeServer } from '../range-server.js';

const bytes = noise(100_000);

afterEach(() => vi.unstubAllEnvs());

const redirectTo =
  (location: string, status = 302): Fault =>
  (_, response) => {
    response.writeHead(status, { location }).end();
    return true;
  };

describe('redirects', () => {
  test('are followed, and neither headers nor credentials go to another server', async () => {
    vi.stubEnv(HEADERS_VARIABLE, 'X-Token: secret\nAccept: */*');
    const target = await startRangeServer({ '/y.blp': served(bytes) });
    const server = await startRangeServer({ '/x.blp': served(bytes) });
    server.faults.push(redirectTo(`${target.origin}/y.blp`));
    const address = `${server.origin}/x.blp`.replace('//', '//me:word@');
    const reader = await openRemoteReader(address, fastRetries);
    expect(await reader.readAt(90_000, 5)).toEqual(bytes.subarray(90_000, 90_005));
    await reader.close();
    expect(server.requests[0]?.headers).toMatchObject({ 'x-token': 'secret', authorization: 'Basic bWU6d29yZA==' });
    // Later requests go to the other server at once.
    expect([server.requests.length, target.requests.length]).toEqual([1, 2]);
    for (const { headers } of target.requests) {
      expect(Object.keys(headers)).not.toContain('x-token');
      expect(Object.keys(headers)).not.toContain('authorization');
    }
  });

  test('to an address that is valid for a while are asked for anew', async () => {
    const server = await startRangeServer({ '/x.blp': served(bytes), '/1': served(bytes) });
    server.faults.push(redirectTo('/1'));
    const reader = await openRemoteReader(`${server.origin}/x.blp`, fastRetries);
    server.files.delete('/1');
    expect(await reader.readAt(90_000, 5)).toEqual(bytes.subarray(90_000, 90_005));
    expect(server.requests.map(({ url }) => url)).toEqual(['/x.blp', '/1', '/1', '/x.blp']);
    await reader.close();
  });

  test('without end, and to other protocols, are refused', async () => {
    const server = await startRangeServer({ '/x.blp': served(bytes) });
    for (let time = 0; time < 6; time++) server.faults.push(redirectTo('/x.blp', 307));
    await expect(openRemoteReader(`${server.origin}/x.blp`, fastRetries)).rejects.toThrow(
      'redirects more than 5 times',
    );
    server.faults.push(redirectTo('file:///etc/passwd'));
    await expect(openRemoteReader(`${server.origin}/x.blp`, fastRetries)).rejects.toThrow('redirects to file:');
  });
});

test('a proxy of the environment is used, except for the servers of NO_PROXY', async () => {
  const targets: string[] = [];
  const proxy = createServer().on('connect', (request, socket) => {
    targets.push(request.url ?? '');
    const [host, port] = (request.url ?? '').split(':');
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [socket, onward]) end.on('error', () => end.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  // A server that listens on a port has an address of this kind.
  vi.stubEnv('http_proxy', `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
  vi.stubEnv('no_proxy', '');
  const server = await startRangeServer({ '/x.blp': served(bytes) });
  const reader = await openRemoteReader(`${server.origin}/x.blp`, fastRetries);
  expect(await reader.readAt(90_000, 5)).toEqual(bytes.subarray(90_000, 90_005));
  await reader.close();
  expect(targets).toContain(server.origin.slice('http://'.length));
  vi.stubEnv('no_proxy', '127.0.0.1');
  const used = targets.length;
  await (await openRemoteReader(`${server.origin}/x.blp`, fastRetries)).close();
  expect(targets).toHaveLength(used);
});

describe('headers of the environment', () => {
  test('are read a line each', () => {
    expect(parseHeaders('Authorization: Bearer a:b\r\n\n X-A :  1 \n')).toEqual({
      authorization: 'Bearer a:b',
      'x-a': '1',
    });
  });

  test.each(['secret', ': secret', 'a b: secret', 'Range: bytes=0-secret', 'X: secret\u0007'])(
    'are refused without their values: %j',
    (text) => {
      expect(() => parseHeaders(text)).toThrow(/^line 1 of BLPK_HTTP_HEADERS(?!.*secret)/);
    },
  );
});

test.each([
  ['https://me:word@host.org:8/a/x.blp?sig=1#2', 'https://host.org:8/a/x.blp?...'],
  ['http://host/x', 'http://host/x'],
  ['https://me:word@[/x?sig', 'https://[/x?...'],
])('%s is printed as %s', (address, printed) => {
  expect(printableAddress(address)).toBe(printed);
});

test.each([
  ['bytes 0-9/10', { startByte: 0, endByte: 10, totalBytes: 10 }],
  ['bytes 3-4/*', { startByte: 3, endByte: 5, totalBytes: undefined }],
  ['bytes 5-4/10', undefined],
  ['bytes 0-10/10', undefined],
  ['bytes */10', undefined],
  ['items 0-9/10', undefined],
  ['bytes 0-9999999999999999/99999999999999999', undefined],
])('the range %j is %j', (text, range) => {
  expect(parseContentRange(text)).toEqual(range);
});

test('Retry-After is seconds or a date', () => {
  expect(retryAfterOf('7')).toBe(7000);
  expect(retryAfterOf('Thu, 01 Jan 1970 00:00:09 GMT', 4000)).toBe(5000);
  expect(retryAfterOf('Thu, 01 Jan 1970 00:00:00 GMT', 4000)).toBe(0);
  expect(retryAfterOf('soon')).toBeUndefined();
  expect(retryAfterOf(undefined)).toBeUndefined();
});

test('headers of the environment go to the servers that it names, and from a window to no other', () => {
  const url = new URL('https://data.example.org:8443/x.blp');
  const sentTo = (servers: string | undefined, unnamed: boolean) =>
    headersFor(url, unnamed, { [HEADERS_VARIABLE]: 'X-Token: secret', [SERVERS_VARIABLE]: servers });
  const token = { 'x-token': 'secret' };
  expect(sentTo(undefined, true)).toEqual(token);
  expect(sentTo(undefined, false)).toEqual({});
  expect(sentTo('other.org', true)).toEqual({});
  expect(sentTo('other.org, DATA.example.org', false)).toEqual(token);
  expect(sentTo('data.example.org:8443', false)).toEqual(token);
  expect(sentTo('example.org data.example.org:443', false)).toEqual({});
});
