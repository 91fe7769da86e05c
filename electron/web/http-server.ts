import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openServerData, type ServerData } from '../host/files/server-data.js';
import { createHost } from '../host/host.js';
import type { HostPorts } from '../host/host-ports.js';
import { Access, newToken } from './access.js';
import { ConnectionLimits, SERVER_LIMITS } from './connection-limits.js';
import { LaunchCodes } from './launch-codes.js';
import { LaunchPage } from './launch-page.js';
import { makeRouter } from './routes.js';
import { SocketServer } from './websocket-server.js';

/** Only this machine may connect; other machines need a tunnel. */
const ADDRESS = '127.0.0.1';

export interface WebHostOptions
  extends Pick<
    HostPorts,
    | 'dataFolder'
    | 'version'
    | 'workerFile'
    | 'inspectFile'
    | 'compareFile'
    | 'contendersFile'
    | 'nativeFile'
    | 'allowsPrivateAddresses'
  > {
  /** The folders whose files may be used. */
  readonly roots: readonly string[];
  /** The built page. */
  readonly pageFolder: string;
  /** 0, the default, takes any that is free. */
  readonly port?: number;
}

export interface WebHost {
  /** With the token in its fragment, which browsers never send. */
  readonly url: string;
  readonly port: number;
  /** A file that only the user can read, to start a browser with: it opens the page once, within a minute. */
  writeLaunchPage(): Promise<string>;
  /** A notice about another server with the same roots, as the end of a sentence. */
  readonly notice: string | undefined;
  /** Jobs are cancelled and leave nothing half done; the queue is kept. */
  close(): Promise<void>;
}

/** Serves page and host on the loopback address. Rejects when the port is in use or a root does not exist. */
export async function startWebHost({ pageFolder, port = 0, dataFolder, ...ports }: WebHostOptions): Promise<WebHost> {
  const server = createServer(SERVER_LIMITS);
  const limits = new ConnectionLimits(server);
  const bound = await listen(server, port);
  let data: ServerData | undefined;
  try {
    data = await openServerData(dataFolder, ports.roots);
    const host = await createHost({ ...ports, ...data, hostKind: 'web' });
    const token = newToken();
    const access = new Access(token, bound);
    const sockets = new SocketServer(host, access, limits);
    const launchCodes = new LaunchCodes();
    const launchPage = new LaunchPage(data.ownFolder);
    const pageAddress = `/#token=${token}`;
    const route = makeRouter({ host, access, limits, pageFolder, launchCodes, launchPage, pageAddress });
    server.on('request', (request, response) => void route(request, response));
    server.on('upgrade', (request, socket, head) => {
      const isOwn = access.isOwnHost(request) && access.isOwnOrigin(request) && request.url === '/socket';
      if (isOwn) sockets.upgrade(request, socket, head);
      else
        socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n', () => socket.destroy());
    });
    return {
      url: `http://${ADDRESS}:${bound}${pageAddress}`,
      port: bound,
      notice: noticeOf(data),
      writeLaunchPage: () => launchPage.write(`http://${ADDRESS}:${bound}/launch/${launchCodes.issue()}`),
      close: async () => {
        sockets.close();
        await host.close('cancel');
        await stop(server);
        await launchPage.remove();
        await data?.release();
      },
    };
  } catch (error) {
    await stop(server);
    await data?.release();
    throw error;
  }
}

function noticeOf({ queueHeldBy }: ServerData): string | undefined {
  if (!queueHeldBy) return undefined;
  const { pid, host } = queueHeldBy;
  return `another server (process ${pid} on ${host}) has the queue of these folders; this one has a queue of its own`;
}

/** Returns the port. Requests are handled only once the host exists. */
function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: ADDRESS, port, exclusive: true }, () => {
      server.off('error', reject);
      // A server that listens on a port has an address of this kind.
      resolve((server.address() as AddressInfo).port);
    });
  });
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
