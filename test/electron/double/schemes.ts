import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import type { Protocol } from 'electron';

type Handler = (request: Request) => Response | Promise<Response>;

/**
 * Custom schemes over HTTP: `app://bundle/x` is `http://app.bundle.localhost:<port>/x` to Chromium, a secure context with an
 * origin of its own. Addresses and origins are translated back wherever Electron would show them.
 */
export class Schemes implements Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle' | 'isProtocolHandled'> {
  private readonly handlers = new Map<string, Handler>();
  private privileged: readonly string[] | undefined;
  private port = 0;

  constructor(private readonly isReady: () => boolean) {}

  registerSchemesAsPrivileged(schemes: readonly { scheme: string }[]): void {
    if (this.isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    if (this.privileged !== undefined) throw new Error('registerSchemesAsPrivileged may be called once');
    this.privileged = schemes.map(({ scheme }) => scheme);
  }

  handle(scheme: string, handler: Handler): void {
    if (!this.isReady()) throw new Error('protocol.handle cannot be used before app is ready');
    if (!this.privileged?.includes(scheme)) throw new Error(`The scheme ${scheme} was not registered as privileged.`);
    if (this.handlers.has(scheme)) throw new Error(`The scheme has been registered: ${scheme}`);
    this.handlers.set(scheme, handler);
  }

  isProtocolHandled(scheme: string): boolean {
    return this.handlers.has(scheme);
  }

  /** Where Chromium finds an address of one of the schemes. */
  toHttp(address: string): string {
    const [, scheme, host, rest] = /^(\w+):\/\/([\w.-]+)(.*)$/.exec(address) ?? [];
    return scheme !== undefined && this.handlers.has(scheme)
      ? `http://${scheme}.${host}.localhost:${this.port}${rest}`
      : address;
  }

  /** The address or origin that Electron would show for one of Chromium's. */
  fromHttp(address: string): string {
    const [, scheme, host, port, rest] = /^http:\/\/(\w+)\.([\w.-]+)\.localhost:(\d+)(.*)$/.exec(address) ?? [];
    return Number(port) === this.port ? `${scheme}://${host}${rest}` : address;
  }

  async listen(): Promise<void> {
    const server = createServer((request, response) => {
      this.answer(request, response).catch((error: unknown) => {
        response.writeHead(500).end(String(error));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The server has no port.');
    this.port = address.port;
    server.unref();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const address = this.fromHttp(`http://${request.headers.host}${request.url}`);
    const handler = this.handlers.get(address.slice(0, address.indexOf(':')));
    if (handler === undefined) throw new Error(`Nothing handles ${address}`);
    const answer = await handler(new Request(address, { method: request.method ?? 'GET' }));
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    if (!answer.body) return void response.end();
    // A page that goes away cancels the body, as it does in Electron.
    await pipeline(Readable.fromWeb(answer.body as NodeReadableStream), response).catch(() => response.destroy());
  }
}
