import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { RandomReader } from '../../../../electron/engine/io/random-reader.js';
import { openRemoteReader, type RemoteOptions } from '../../../../electron/remote/open-remote.js';
// biome-ignore lint/correctness/useImportExtensions: plain JavaScript, which the kills run without a build
import { trickle } from '../../../kill/s3-proxy.mjs';
import { noise } from '../../../native/samples.js';
import { fastRetries } from '../fast-retries.js';
import { type Fault, type RangeServer, rangeOf, served, startRangeServer } from '../range-server.js';

const bytes = noise(200_000);
/** Behind what opening brings along. */
const [startByte, endByte] = [100_000, 150_000];

async function openFile(options: RemoteOptions = fastRetries): Promise<{ server: RangeServer; reader: RandomReader }> {
  const server = await startRangeServer({ '/x.blp': served(bytes) });
  return { server, reader: await openRemoteReader(`${server.origin}/x.blp`, options) };
}

const status =
  (code: number, headers: Record<string, string> = {}): Fault =>
  (_, response) => {
    response.writeHead(code, headers).end('an answer that is no part of the file');
    return true;
  };

/** An answer to the request, with some of it changed. */
function otherwise(change: {
  readonly contentRange?: (start: number, end: number, total: number) => string | undefined;
  readonly body?: (right: Uint8Array) => Uint8Array;
  readonly headers?: Record<string, string>;
  readonly end?: (response: ServerResponse, body: Uint8Array) => void;
}): Fault {
  return (request, response, file) => {
    const range = rangeOf(request.headers.range, file.sizeBytes);
    if (!range) return false;
    const right = file.read(range.startByte, range.endByte);
    const body = change.body?.(right) ?? right;
    const contentRange = change.contentRange
      ? change.contentRange(range.startByte, range.endByte, file.sizeBytes)
      : `bytes ${range.startByte}-${range.endByte - 1}/${file.sizeBytes}`;
    response.writeHead(206, {
      ...file.headers,
      ...(contentRange !== undefined && { 'content-range': contentRange }),
      ...change.headers,
    });
    if (change.end) change.end(response, body);
    else response.end(body);
    return true;
  };
}

/** Failures that pass: what happens to a request, and what the message says when it happens to every request. */
const passing: readonly (readonly [string, Fault, RegExp])[] = [
  ['500', status(500), /the server cannot answer \(500 Internal Server Error\)$/],
  ['502', status(502), /\(502 Bad Gateway\)$/],
  ['429 with Retry-After', status(429, { 'retry-after': '0' }), /fewer requests \(429 .*wait for 0 seconds\)$/],
  [
    '503 with Retry-After as a date',
    status(503, { 'retry-after': new Date(0).toUTCString() }),
    /503 Service Unavailable/,
  ],
  ['a reset before the answer', (request) => Boolean(request.socket.resetAndDestroy()), /the connection broke off$/],
  [
    'a reset within the body',
    otherwise({
      headers: { 'content-length': '50000' },
      end(response, body) {
        response.write(body.subarray(0, 1000), () => response.socket?.resetAndDestroy());
      },
    }),
    /the connection broke off$/,
  ],
  [
    'a body that ends early',
    otherwise({ body: (right) => right.subarray(0, right.byteLength - 1) }),
    /the answer ended after 49999 of 50000 bytes$/,
  ],
  [
    'a body that is too long',
    otherwise({ body: (right) => Buffer.concat([right, Buffer.from('x')]) }),
    /the server sent more than the 50000 bytes that were asked for$/,
  ],
  [
    'another range',
    otherwise({ contentRange: (start, end, total) => `bytes ${start + 1}-${end}/${total}` }),
    /the server sent another part of the file than the one that was asked for/,
  ],
  [
    'a shorter range',
    otherwise({
      contentRange: (start, end, total) => `bytes ${start}-${end - 2}/${total}`,
      body: (right) => right.subarray(0, right.byteLength - 1),
    }),
    /another part of the file/,
  ],
  ['no range in the answer', otherwise({ contentRange: () => undefined }), /another part of the file .*no range/],
  ['a range that is no range', otherwise({ contentRange: () => 'bytes 7-3/9' }), /another part of the file/],
  ['no total', otherwise({ contentRange: (start, end) => `bytes ${start}-${end - 1}/*` }), /another part of the file/],
  [
    'an encoding',
    otherwise({ headers: { 'content-encoding': 'gzip' } }),
    /in the encoding "gzip", which was not asked/,
  ],
  [
    'the whole file, though it is the same',
    (_, response, file) => Boolean(response.writeHead(200, file.headers).end(bytes)),
    /the server sent no part of the file \(200\)$/,
  ],
];

describe.each(passing)('%s', (_what, fault, message) => {
  test('once, twice, three times: the right bytes come at last', async () => {
    for (const times of [1, 2, 3]) {
      const { server, reader } = await openFile();
      for (let time = 0; time < times; time++) server.faults.push(fault);
      expect(
        Buffer.compare(await reader.readAt(startByte, endByte - startByte), bytes.subarray(startByte, endByte)),
      ).toBe(0);
      expect(server.requests).toHaveLength(1 + times + 1);
      await reader.close();
    }
  });

  test('at every request: one clear sentence, and the next read tries again', async () => {
    const { server, reader } = await openFile();
    for (let time = 0; time < 4; time++) server.faults.push(fault);
    const failed = reader.readAt(startByte, endByte - startByte);
    await expect(failed).rejects.toMatchObject({ kind: 'io', context: { file: `${server.origin}/x.blp` } });
    await expect(failed).rejects.toThrow(message);
    await expect(failed).rejects.toThrow(`cannot read '${server.origin}/x.blp': `);
    expect(await reader.readAt(startByte, 5)).toEqual(bytes.subarray(startByte, startByte + 5));
    await reader.close();
  });
});

describe('a slow server', () => {
  const impatient: RemoteOptions = { http: { ...fastRetries.http, attempts: 8, idleTimeoutMs: 40 } };

  test.each([
    ['does not answer', () => true, /the server did not answer in time$/],
    [
      'stops in the body',
      otherwise({ end: (response, body) => response.write(body.subarray(0, 100)) }),
      /the server stopped sending$/,
    ],
    ['sends a byte now and then', otherwise({ end: trickle }), /the server sends too slowly$/],
  ] satisfies [string, Fault, RegExp][])(
    'that %s is asked again, and at last reported',
    async (_what, fault, message) => {
      const { server, reader } = await openFile(impatient);
      server.faults.push(fault);
      expect(await reader.readAt(startByte, 9)).toEqual(bytes.subarray(startByte, startByte + 9));
      for (let time = 0; time < 8; time++) server.faults.push(fault);
      await expect(reader.readAt(endByte, 9)).rejects.toThrow(message);
      await reader.close();
    },
  );
});

describe('a file that changes on the server', () => {
  const other = noise(200_000).fill(7);

  test.each([
    ['its ETag', served(bytes), served(other, { etag: '"2"' })],
    [
      'its date',
      served(bytes, { 'last-modified': 'Mon, 01 Jan 2024 00:00:00 GMT' }),
      served(other, { 'last-modified': 'Mon, 01 Jan 2024 00:00:01 GMT' }),
    ],
    ['its weak ETag', served(bytes, { etag: 'W/"1"' }), served(other, { etag: 'W/"2"' })],
    ['its size alone', served(bytes, {}), served(other.subarray(0, 190_000), {})],
    ['its size, below what is read', served(bytes), served(other.subarray(0, 10), { etag: '"2"' })],
  ])('is noticed by %s', async (_what, before, after) => {
    const server = await startRangeServer({ '/x.blp': before });
    const reader = await openRemoteReader(`${server.origin}/x.blp`, fastRetries);
    expect(await reader.readAt(startByte, 9)).toEqual(bytes.subarray(startByte, startByte + 9));
    server.files.set('/x.blp', after);
    const failed = reader.readAt(endByte, 9);
    await expect(failed).rejects.toMatchObject({ code: 'ESTALE' });
    await expect(failed).rejects.toThrow('was changed on the server while it was being read; read it again');
    await reader.close();
  });

  test('is noticed when the server does not know the condition', async () => {
    const server = await startRangeServer({ '/x.blp': served(bytes) });
    const reader = await openRemoteReader(`${server.origin}/x.blp`, fastRetries);
    server.faults.push(otherwise({ headers: { etag: '"2"' } }));
    await expect(reader.readAt(startByte, 9)).rejects.toMatchObject({ code: 'ESTALE' });
    await reader.close();
  });

  test('is asked for with the condition that the server gave', async () => {
    for (const [headers, condition] of [
      [{ etag: '"1"', 'last-modified': 'Mon, 01 Jan 2024 00:00:00 GMT' }, '"1"'],
      [{ etag: 'W/"1"', 'last-modified': 'Mon, 01 Jan 2024 00:00:00 GMT' }, 'Mon, 01 Jan 2024 00:00:00 GMT'],
      [{}, undefined],
    ] as const) {
      const server = await startRangeServer({ '/x.blp': served(bytes, headers) });
      const reader = await openRemoteReader(`${server.origin}/x.blp`, fastRetries);
      await reader.readAt(startByte, 9);
      expect(server.requests[1]?.headers['if-range']).toBe(condition);
      await reader.close();
    }
  });
});

describe('opening', () => {
  test.each([
    [404, 'ENOENT', 'there is no such file on the server (404 Not Found)'],
    [403, 'EACCES', 'the server does not allow it (403 Forbidden)'],
    [401, 'EACCES', 'the server asks for credentials (401 Unauthorized)'],
    [418, 'EIO', "the server cannot answer (418 I'm a Teapot)"],
  ])('says at once what %i means', async (code, systemCode, sentence) => {
    const server = await startRangeServer({ '/x.blp': served(bytes) });
    server.faults.push(status(code));
    const failed = openRemoteReader(`${server.origin}/x.blp`, fastRetries);
    await expect(failed).rejects.toMatchObject({ code: systemCode });
    await expect(failed).rejects.toThrow(sentence);
    expect(server.requests).toHaveLength(1);
  });

  test('does not wait as long as a server asks for, and says how long that is', async () => {
    const server = await startRangeServer({ '/x.blp': served(bytes) });
    server.faults.push(status(429, { 'retry-after': '3600' }));
    const failed = openRemoteReader(`${server.origin}/x.blp`, fastRetries);
    await expect(failed).rejects.toThrow('(429 Too Many Requests, and asks to wait for 3600 seconds)');
    expect(server.requests).toHaveLength(1);
  });

  test('says when nothing listens, and when no server has the name', async () => {
    const { origin } = await startRangeServer();
    const closed = origin.replace(/\d+$/, '1');
    await expect(openRemoteReader(`${closed}/x`, fastRetries)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    const failed = openRemoteReader('http://no-such-server.invalid/x', fastRetries);
    await expect(failed).rejects.toThrow(/no server has this name|cannot be looked up now/);
  });

  test('tries again when the first answer breaks off', async () => {
    const server = await startRangeServer({ '/x.blp': served(bytes) });
    server.faults.push(
      status(503),
      otherwise({ body: (right) => right.subarray(1) }),
      otherwise({ contentRange: (start, end, total) => `bytes ${start}-${end - 1}/${total + 1}` }),
    );
    const reader = await openRemoteReader(`${server.origin}/x.blp`, fastRetries);
    expect(await reader.readAt(199_990, 10).catch((error: unknown) => error)).toMatchObject({ code: 'ESTALE' });
    await reader.close();
  });

  test('ends when it is cancelled, also during a wait', async () => {
    const server = await startRangeServer({ '/x.blp': served(bytes) });
    const controller = new AbortController();
    server.faults.push((_, response) => {
      response.writeHead(503, { 'retry-after': '50' }).end(() => controller.abort());
      return true;
    });
    const failed = openRemoteReader(`${server.origin}/x.blp`, { ...fastRetries, signal: controller.signal });
    await expect(failed).rejects.toMatchObject({ kind: 'cancelled' });
  });
});

describe('a server without ranges', () => {
  const whole: Fault = (_, response, file) => Boolean(response.writeHead(200, file.headers).end(bytes));

  test('sends the whole file once, which is then read from a temporary file', async () => {
    const server = await startRangeServer({ '/x.blp': served(bytes) });
    server.faults.push(whole);
    const reader = await openRemoteReader(`${server.origin}/x.blp`, fastRetries);
    expect(await reader.readAt(startByte, 9)).toEqual(bytes.subarray(startByte, startByte + 9));
    expect(await reader.readAt(0, 9)).toEqual(bytes.subarray(0, 9));
    expect(server.requests).toHaveLength(1);
    await reader.close();
  });

  test('is asked again when the file breaks off', async () => {
    const server = await startRangeServer({ '/x.blp': served(bytes) });
    const broken: Fault = (_, response, file) => {
      response.writeHead(200, { ...file.headers, 'content-length': bytes.byteLength });
      response.write(bytes.subarray(0, 5000), () => response.socket?.resetAndDestroy());
      return true;
    };
    server.faults.push(broken, broken, whole);
    const reader = await openRemoteReader(`${server.origin}/x.blp`, fastRetries);
    expect(Buffer.compare(await reader.readAt(0, bytes.byteLength), bytes)).toBe(0);
    expect(server.requests).toHaveLength(3);
    await reader.close();
  });
});
