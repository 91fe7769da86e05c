import type { LookupFunction } from 'node:net';
import { expect, test } from 'vitest';
import { isPrivateAddress } from '../../../../electron/remote/http/private-addresses.js';
import { openHttpReader, openRemoteReader, type RemoteOptions } from '../../../../electron/remote/open-remote.js';
import { noise } from '../../../native/samples.js';
import { fastRetries } from '../fast-retries.js';
import { served, startRangeServer } from '../range-server.js';

const bytes = noise(1000);
/** As the web host asks. */
const publicOnly: RemoteOptions = { ...fastRetries, http: { ...fastRetries.http, privateAddresses: false } };

/** A name server that gives these addresses for every name. */
function resolvingTo(...addresses: readonly string[]): RemoteOptions {
  const lookup: LookupFunction = (_name, { all }, callback) => {
    const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    if (all) callback(null, found);
    else callback(null, found[0]?.address ?? '', found[0]?.family);
  };
  return { ...publicOnly, http: { ...publicOnly.http, lookup } };
}

const refused = { code: 'EPRIVATE', message: expect.stringContaining('on this machine or in a private network') };

test.each([
  ...[
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
  ],
  ...['192.168.1.1', '192.0.0.8', '198.19.0.1', '224.0.0.1', '240.0.0.1', '255.255.255.255', '::', '::1', '::7f00:1'],
  ...[
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '0:0:0:0:0:ffff:c0a8:0101',
    '64:ff9b::a00:1',
    '64:ff9b:1::1',
    '2002:7f00:1::',
  ],
  ...['fc00::1', 'fd12::1', 'fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1', '2001::1', '2001:db8::1', 'localhost', ''],
])('%s is private', (address) => {
  expect(isPrivateAddress(address)).toBe(true);
});

test.each([
  ...[
    '8.8.8.8',
    '1.1.1.1',
    '100.63.255.255',
    '100.128.0.1',
    '172.15.0.1',
    '172.32.0.1',
    '192.169.0.1',
    '223.255.255.1',
  ],
  ...['2606:4700::1111', '2a00:1450::5', '::ffff:8.8.8.8', '64:ff9b::808:808', '2002:808:808::1'],
])('%s is public', (address) => {
  expect(isPrivateAddress(address)).toBe(false);
});

test.each([
  ['dotted', '127.0.0.1'],
  ['decimal', '2130706433'],
  ['hexadecimal', '0x7f000001'],
  ['octal', '0177.0.0.1'],
  ['short', '127.1'],
  ['IPv4-mapped', '[::ffff:127.0.0.1]'],
  ['IPv4-mapped, hexadecimal', '[::ffff:7f00:1]'],
  ['IPv6 loopback', '[::1]'],
  ['link-local', '169.254.169.254'],
  ['full-width', '１２７.0.0.1'],
])('a %s address of this machine gets no request', async (_form, host) => {
  const server = await startRangeServer({ '/x.blp': served(bytes) });
  const { port } = new URL(server.origin);
  await expect(openRemoteReader(`http://${host}:${port}/x.blp`, publicOnly)).rejects.toMatchObject(refused);
  expect(server.requests).toEqual([]);
});

test.each([
  ['loopback', ['127.0.0.1']],
  ['an IPv6 address of this machine', ['::1']],
  ['a mapped one', ['::ffff:127.0.0.1']],
  ['several private ones', ['10.0.0.1', 'fe80::1', '127.0.0.1']],
])('a name that stands for %s gets no request', async (_what, addresses) => {
  const server = await startRangeServer({ '/x.blp': served(bytes) });
  const { port } = new URL(server.origin);
  for (const scheme of ['http', 'https']) {
    const opening = openRemoteReader(`${scheme}://data.example.org:${port}/x.blp`, resolvingTo(...addresses));
    await expect(opening).rejects.toMatchObject(refused);
  }
  await expect(openRemoteReader(`http://localhost:${port}/x.blp`, publicOnly)).rejects.toMatchObject(refused);
  expect(server.requests).toEqual([]);
});

test('a server that may be asked cannot redirect to one that may not', async () => {
  const inner = await startRangeServer({ '/secret': served(bytes) });
  const { port } = new URL(inner.origin);
  for (const target of [`127.0.0.1:${port}`, `2130706433:${port}`, `[::ffff:127.0.0.1]:${port}`, `localhost:${port}`]) {
    const outer = await startRangeServer({ '/x.blp': served(bytes) });
    outer.faults.push((_, response) => {
      response.writeHead(302, { location: `http://${target}/secret` }).end();
      return true;
    });
    // The server of the environment is the only one here that may be asked.
    const file = { url: new URL(`${outer.origin}/x.blp`), name: 'x.blp', isOfEnvironment: true };
    await expect(openHttpReader(file, publicOnly)).rejects.toMatchObject(refused);
    expect(outer.requests).toHaveLength(1);
  }
  expect(inner.requests).toEqual([]);
});

test('the server that the environment names may have a private address', async () => {
  const { origin } = await startRangeServer({ '/x.blp': served(bytes) });
  const reader = await openHttpReader(
    { url: new URL(`${origin}/x.blp`), name: 'x.blp', isOfEnvironment: true },
    publicOnly,
  );
  expect(await reader.readAt(900, 5)).toEqual(bytes.subarray(900, 905));
  await reader.close();
});
