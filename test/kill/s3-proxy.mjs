import { createServer, request as forward } from 'node:http';

/**
 * What happens to one request. `answer`: this instead of the server's own. `at`: when `act` is called and the connection broken: before the
 * server sees the request, in the middle of its body, or when the server has done it and the client does not know. `head` and `bodyBytes`:
 * changes of the server's answer, which is cut after so many bytes. `pace`: how it goes on instead: not at all, or with a byte now and then;
 * without `bodyBytes` an answer that stalls does not even begin.
 *
 * @typedef {{
 *   readonly answer?: { readonly status: number, readonly headers?: Record<string, string>, readonly body?: string },
 *   readonly at?: 'before' | 'during' | 'after',
 *   readonly act?: () => void,
 *   readonly head?: Record<string, string>,
 *   readonly bodyBytes?: number,
 *   readonly pace?: 'stalls' | 'trickles',
 * }} Fault
 *
 * @typedef {{ readonly number: number, readonly method: string, readonly url: string }} ProxiedRequest
 */

/**
 * A proxy before an S3 server, on the loopback address, that lets some requests fail. `faultOf` is asked for each, counted from 1.
 *
 * @param {string} endpoint
 * @param {(request: ProxiedRequest) => Fault | undefined} faultOf
 * @returns {Promise<{ readonly endpoint: string, requests(): number, sentBytes(): number, close(): void }>} `sentBytes`: of the
 *   bodies of the answers
 */
export async function startS3Proxy(endpoint, faultOf) {
  const { hostname, port } = new URL(endpoint);
  let number = 0;
  let sentBytes = 0;
  const server = createServer((request, response) => {
    const { method = 'GET', url = '/', headers, socket } = request;
    const fault = faultOf({ number: ++number, method, url }) ?? {};
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    if (fault.answer) {
      const { status, headers: answered, body = '' } = fault.answer;
      request.resume().on('end', () => response.writeHead(status, answered).end(method === 'HEAD' ? '' : body));
      return;
    }
    const breakOff = () => {
      fault.act?.();
      socket.destroy();
    };
    if (fault.at === 'before') return breakOff();
    const { expect: _expect, ...passed } = headers;
    const upstream = forward({ hostname, port, method, path: url, headers: passed }, (answer) => {
      if (fault.at === 'after') return breakOff();
      if (fault.pace === 'stalls' && fault.bodyBytes === undefined) return;
      response.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...fault.head });
      let left = fault.bodyBytes ?? Number.POSITIVE_INFINITY;
      answer.on('data', (bytes) => {
        if (left <= 0) return;
        sentBytes += Math.min(left, bytes.byteLength);
        response.write(bytes.subarray(0, left));
        if (left <= bytes.byteLength && fault.pace === 'trickles') trickle(response, bytes.subarray(left));
        left -= bytes.byteLength;
        if (left <= 0 && fault.pace === undefined) response.destroy();
      });
      answer.on('end', () => fault.pace === undefined && response.end());
      answer.on('error', () => socket.destroy());
    });
    upstream.on('error', () => socket.destroy());
    request.on('close', () => !request.complete && upstream.destroy());
    if (fault.at !== 'during') return request.pipe(upstream);
    let left = Number(headers['content-length'] ?? 0) / 2;
    request.on('data', (bytes) => {
      left -= bytes.byteLength;
      if (left > 0) upstream.write(bytes);
      else {
        upstream.destroy();
        breakOff();
      }
    });
    request.on('end', breakOff);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('a server on a port has an address');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    requests: () => number,
    sentBytes: () => sentBytes,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * Sends one byte after the other, until the client goes away.
 *
 * @param {import('node:http').ServerResponse} response @param {Uint8Array} bytes
 */
export function trickle(response, bytes) {
  let sent = 0;
  const timer = setInterval(() => response.write(bytes.subarray(sent, ++sent)), 10);
  response.on('close', () => clearInterval(timer));
}
