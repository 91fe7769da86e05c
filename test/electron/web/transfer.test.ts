import { mkdirSync, readdirSync, readFileSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseRange } from '../../../electron/web/download.js';
import { ask } from '../host/typed-calls.js';
import { send } from './http-request.js';
import { type OpenWebHost, openWebHost } from './open-web-host.js';
import { SocketTransport } from './socket-transport.js';

const content = Uint8Array.from({ length: 1000 }, (_, index) => index % 251);

function upload(
  web: OpenWebHost,
  name: string,
  changes: { headers?: object; body?: Uint8Array; method?: string } = {},
) {
  return send(web.origin, {
    method: changes.method ?? 'POST',
    path: `/upload?name=${encodeURIComponent(name)}`,
    headers: { origin: web.origin, authorization: `Bearer ${web.token}`, ...changes.headers },
    body: changes.body ?? content,
  });
}

async function uploadedId(web: OpenWebHost, name: string, body = content): Promise<string> {
  const answer = JSON.parse(String((await upload(web, name, { body })).body)) as { value: string }; // our own envelope
  return answer.value;
}

function download(web: OpenWebHost, id: string, headers = {}, query = `?token=${web.token}`) {
  return send(web.origin, { path: `/download/${id}${query}`, headers });
}

it('stores a dropped file under its name, and describes it like any other', async () => {
  const web = await openWebHost();
  const id = await uploadedId(web, 'größe (1).dat');
  const [facts] = await ask(await SocketTransport.open(web), 'files.describe', { ids: [id] });
  expect(facts).toMatchObject({ name: 'größe (1).dat', kind: 'raw', sizeBytes: 1000 });
  expect(new Uint8Array((await download(web, id)).body)).toEqual(content);
});

it('stores two files of the same name, and an empty one', async () => {
  const web = await openWebHost();
  const [one, two] = [await uploadedId(web, 'a.dat'), await uploadedId(web, 'a.dat', new Uint8Array(0))];
  expect((await download(web, one)).body.byteLength).toBe(1000);
  const empty = await download(web, two);
  expect([empty.status, empty.body.byteLength]).toEqual([200, 0]);
});

it.each(['', '.', '..', '../x', '/etc/x', 'a\\b', 'a\0b', 'x'.repeat(300)])(
  'refuses the name %j, and writes nothing',
  async (name) => {
    const web = await openWebHost();
    const { status, body } = await upload(web, name);
    expect(status).toBe(400);
    expect(String(body)).toContain('"ok":false');
    expect(readdirSync(web.uploadFolder)).toEqual([]);
  },
);

it('refuses an upload without the token, from a foreign page, or with another method', async () => {
  const web = await openWebHost();
  for (const headers of [
    { authorization: 'Bearer wrong' },
    { authorization: undefined },
    { authorization: web.token },
    { origin: 'http://evil.example' },
    { origin: undefined },
    { host: 'evil.example' },
  ]) {
    const given = Object.fromEntries(
      Object.entries({ origin: web.origin, authorization: `Bearer ${web.token}`, ...headers }).filter(
        ([, value]) => value,
      ),
    );
    const answer = await send(web.origin, {
      method: 'POST',
      path: '/upload?name=a',
      headers: given as never,
      body: content,
    });
    expect(answer.status, JSON.stringify(headers)).toBe(403);
  }
  expect((await upload(web, 'a', { method: 'PUT' })).status).toBe(405);
  expect(readdirSync(web.uploadFolder)).toEqual([]);
});

it('refuses too large uploads before the first byte', async () => {
  const web = await openWebHost();
  const answer = await new Promise<number>((resolve, reject) => {
    const headers = { origin: web.origin, authorization: `Bearer ${web.token}`, 'content-length': 2 ** 52 };
    const outgoing = request(`${web.origin}/upload?name=a`, { method: 'POST', headers }, (response) => {
      resolve(response.statusCode ?? 0);
      outgoing.destroy();
    });
    outgoing.on('error', reject);
    outgoing.flushHeaders();
  });
  expect(answer).toBe(400);
});

it('deletes an upload whose connection breaks', async () => {
  const web = await openWebHost();
  const headers = { origin: web.origin, authorization: `Bearer ${web.token}`, 'content-length': 10_000 };
  const outgoing = request(`${web.origin}/upload?name=a`, { method: 'POST', headers });
  outgoing.on('error', () => undefined);
  outgoing.write(content);
  const folder = web.uploadFolder;
  await expect.poll(() => readdirSync(folder)).toHaveLength(1);
  outgoing.destroy();
  await expect.poll(() => readdirSync(folder)).toEqual([]);
});

it('keeps an upload with a key whose connection breaks, says how much of it has arrived, and takes the rest', async () => {
  const web = await openWebHost();
  const key = 'a1'.repeat(16);
  const headers = { origin: web.origin, authorization: `Bearer ${web.token}` };
  const outgoing = request(`${web.origin}/upload?name=a&key=${key}`, {
    method: 'POST',
    headers: { ...headers, 'content-length': content.byteLength },
  });
  outgoing.on('error', () => undefined);
  outgoing.write(content.subarray(0, 400));
  const ask = (method: string) => send(web.origin, { method, path: `/upload?key=${key}`, headers });
  const received = async () => JSON.parse((await ask('GET')).body.toString()) as unknown;
  await expect.poll(() => readdirSync(web.uploadFolder)).toHaveLength(1);
  outgoing.destroy();
  await expect.poll(received).toEqual({ ok: true, value: 400 });
  const rest = await send(web.origin, {
    method: 'POST',
    path: `/upload?name=a&key=${key}&start=400`,
    headers,
    body: content.subarray(400),
  });
  const answer = JSON.parse(rest.body.toString()) as { readonly ok: boolean; readonly value: string };
  expect(answer.ok).toBe(true);
  expect(new Uint8Array((await download(web, answer.value)).body)).toEqual(content);
  expect((await send(web.origin, { method: 'GET', path: '/upload?key=short', headers })).status).toBe(400);
  expect((await send(web.origin, { method: 'GET', path: `/upload?key=${key}` })).status).toBe(403);
  expect((await ask('DELETE')).status).toBe(200);
});

it('sends the requested part of a file', async () => {
  const web = await openWebHost();
  const id = await uploadedId(web, 'a"b.dat');
  const whole = await download(web, id);
  expect(whole.headers).toMatchObject({
    'content-length': '1000',
    'accept-ranges': 'bytes',
    'cache-control': 'no-store',
  });
  expect(whole.headers['content-disposition']).toBe(`attachment; filename="a_b.dat"; filename*=UTF-8''a%22b.dat`);
  const part = await download(web, id, { range: 'bytes=10-19' });
  expect(part).toMatchObject({ status: 206, headers: { 'content-range': 'bytes 10-19/1000' } });
  expect(new Uint8Array(part.body)).toEqual(content.subarray(10, 20));
  const behind = await download(web, id, { range: 'bytes=1000-' });
  expect(behind).toMatchObject({ status: 416, headers: { 'content-range': 'bytes */1000' } });
});

it('sends a download only with the token, in a header or a link', async () => {
  const web = await openWebHost();
  const id = await uploadedId(web, 'a');
  expect((await download(web, id, {}, '')).status).toBe(403);
  expect((await download(web, id, {}, '?token=wrong')).status).toBe(403);
  expect((await download(web, id, { authorization: `Bearer ${web.token}` }, '')).status).toBe(200);
  for (const wrong of ['unknown', '..%2f..%2fsecret', '', 'a/b']) expect((await download(web, wrong)).status).toBe(404);
});

it('downloads no folder, and no file behind a link that now leads outside', async () => {
  const web = await openWebHost();
  mkdirSync(join(web.folder, 'sub'));
  const path = join(web.folder, 'a');
  writeFileSync(path, 'a');
  const transport = await SocketTransport.open(web);
  const [folder = '', file = ''] = await transport.admit([join(web.folder, 'sub'), path]);
  expect((await download(web, folder)).status).toBe(404);
  expect((await download(web, file)).status).toBe(200);
  unlinkSync(path);
  symlinkSync('/etc/hostname', path);
  expect(readFileSync(path)).toBeDefined();
  expect((await download(web, file)).status).toBe(404);
});

it.each([
  [undefined, 10, undefined],
  ['bytes=0-0', 10, { startByte: 0, endByte: 1 }],
  ['bytes=5-', 10, { startByte: 5, endByte: 10 }],
  ['bytes=-3', 10, { startByte: 7, endByte: 10 }],
  ['bytes=-30', 10, { startByte: 0, endByte: 10 }],
  ['bytes=5-99', 10, { startByte: 5, endByte: 10 }],
  ['bytes=10-', 10, 'unsatisfiable'],
  ['bytes=-0', 10, 'unsatisfiable'],
  ['bytes=0-', 0, 'unsatisfiable'],
  ['bytes=5-2', 10, undefined],
  ['bytes=0-1,3-4', 10, undefined],
  ['bytes=-', 10, undefined],
  ['items=0-1', 10, undefined],
  ['bytes=99999999999999999999-', 10, 'unsatisfiable'],
] as const)('reads the range %s of %i bytes', (header, sizeBytes, range) => {
  expect(parseRange(header, sizeBytes)).toEqual(range);
});
