import type { Random } from '../random.js';

/** Stands for the server's port, which is not known when inputs are made. */
export const PORT = '#PORT#';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'CONNECT', 'TRACE', 'PRI', 'get', ''];
const PATHS = [
  '/',
  '/socket',
  '/upload?name=a',
  '/uploads',
  '/launch/x',
  '/download/x?token=y',
  '/stream/inspect.map?request={}',
  '/../secret',
  '/%00',
  '/%',
  '*',
  `http://127.0.0.1:${PORT}/`,
];
const HOSTS = [`127.0.0.1:${PORT}`, `localhost:${PORT}`, '127.0.0.1:1', 'evil.example', '', '['];
const HEADERS = [
  'Connection: Upgrade\r\nUpgrade: websocket',
  'Connection: Upgrade\r\nUpgrade: h2c',
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  'Sec-WebSocket-Version: 99\r\nSec-WebSocket-Key: x',
  'Sec-WebSocket-Protocol: bloscpack',
  'Sec-WebSocket-Protocol: bloscpack, wrong',
  'Sec-WebSocket-Protocol: ,,,;',
  'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=999',
  `Origin: http://127.0.0.1:${PORT}`,
  'Origin: null',
  'Authorization: Bearer x',
  'Expect: 100-continue',
  'Expect: nothing',
  'Content-Length: 10',
  'Content-Length: -1',
  'Content-Length: 99999999999999999999',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: chunked, identity',
  'Range: bytes=0-0,1-1',
  'X: a\r\n b',
  ': x',
];
const HANDSHAKE = `GET /socket HTTP/1.1\r\nHost: 127.0.0.1:${PORT}\r\nOrigin: http://127.0.0.1:${PORT}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: bloscpack\r\n\r\n`;

/** Input without the token: noise, invalid requests, sockets and frames. */
export function makeInput(random: Random): Uint8Array {
  const parts = Array.from({ length: random.between(1, 3) }, () => makePart(random));
  const bytes = Buffer.concat(parts);
  return random.oneIn(3) ? corrupted(bytes, random) : bytes;
}

function makePart(random: Random): Uint8Array {
  switch (random.below(4)) {
    case 0:
      return random.bytes(random.below(300));
    case 1:
      return Buffer.concat([Buffer.from(HANDSHAKE), frames(random)]);
    case 2:
      return Buffer.from(random.oneIn(8) ? `${request(random)}${'a'.repeat(random.below(70_000))}` : request(random));
    default:
      return Buffer.concat([Buffer.from(request(random)), random.bytes(random.below(64))]);
  }
}

function request(random: Random): string {
  const headers = Array.from({ length: random.below(7) }, () => random.pick(HEADERS));
  const version = random.oneIn(10) ? random.pick(['HTTP/1.0', 'HTTP/2.0', 'HTTP/9', '']) : 'HTTP/1.1';
  const host = random.oneIn(10) ? [] : [`Host: ${random.oneIn(2) ? random.pick(HOSTS) : HOSTS[0]}`];
  const first = `${random.pick(METHODS)} ${random.pick(PATHS)} ${version}`;
  return [first, ...host, ...headers, '', ''].join('\r\n');
}

/** Frames of a WebSocket with possibly invalid fields. */
function frames(random: Random): Uint8Array {
  return Buffer.concat(Array.from({ length: random.below(5) }, () => frame(random)));
}

function frame(random: Random): Uint8Array {
  const length = random.pick([0, 1, 125, 126, 127]);
  const head = Buffer.from([random.below(256), random.below(2) * 128 + length]);
  const size = random.bytes(length === 127 ? 8 : length === 126 ? 2 : 0);
  return Buffer.concat([head, size, random.bytes(random.below(140))]);
}

function corrupted(bytes: Buffer, random: Random): Uint8Array {
  for (let times = random.between(1, 8); times > 0 && bytes.length > 0; times--) {
    bytes[random.below(bytes.length)] = random.below(256);
  }
  return random.oneIn(3) ? bytes.subarray(0, random.below(bytes.length + 1)) : bytes;
}
