import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWebHost, type WebHost } from '../../../electron/web/http-server.js';
import { type Group, mustHold } from '../group.js';
import { Random } from '../random.js';
import { makeInput, PORT } from './make.js';

/** Long enough for an answer; nothing depends on whether it has come. */
const LISTEN_MS = 15;
const CHECK_EVERY = 20;

/** Bytes on the socket of the web host without the token: the host must continue after any of them. */
export const sockets: Group = {
  make: (seed) => makeInput(new Random(seed)),
  async check(input, caseIndex) {
    const { port } = await webHost();
    const text = Buffer.from(input).toString('latin1').replaceAll(PORT, String(port));
    await sendBytes(port, Buffer.from(text, 'latin1'), caseIndex);
    if (caseIndex % CHECK_EVERY === 0) mustHold((await statusOfPage(port)) === 200, 'the page is not served any more');
  },
};

let started: Promise<WebHost> | undefined;

/** One for the whole process: an uncaught error ends both. */
function webHost(): Promise<WebHost> {
  started ??= startHere();
  return started;
}

function startHere(): Promise<WebHost> {
  const folder = mkdtempSync(join(tmpdir(), 'bloscpack-sockets-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const [root, dataFolder, pageFolder] = [join(folder, 'root'), join(folder, 'data'), join(folder, 'page')];
  for (const path of [root, pageFolder]) mkdirSync(path);
  writeFileSync(join(pageFolder, 'index.html'), 'page');
  // Threads are started at the first request, which needs the token.
  const threads = { workerFile: '', inspectFile: '', compareFile: '', contendersFile: '' };
  return startWebHost({ roots: [root], dataFolder, pageFolder, version: '0', ...threads });
}

/** Sends the bytes in one piece or two, and then closes the connection in one of the possible ways. */
async function sendBytes(port: number, bytes: Buffer, caseIndex: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.resume();
  await once(socket, 'connect');
  const middle = caseIndex % 3 === 0 ? Math.floor(bytes.length / 2) : bytes.length;
  socket.write(bytes.subarray(0, middle));
  if (middle < bytes.length) await new Promise(setImmediate);
  socket.write(bytes.subarray(middle));
  if (caseIndex % 4 === 0) socket.end();
  await leftAlone(socket);
  if (caseIndex % 2 === 0) socket.resetAndDestroy();
  else socket.destroy();
}

function leftAlone(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, LISTEN_MS);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

async function statusOfPage(port: number): Promise<number> {
  return (await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } })).status;
}
