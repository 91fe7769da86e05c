import type { IncomingHttpHeaders } from 'node:http';
import { Agent, type Dispatcher, EnvHttpProxyAgent, request } from 'undici';
import { IoError } from '../../../shared/format/errors.js';
import { printableAddress } from '../remote-address.js';
import { failureOfConnection } from './http-failures.js';
import type { HttpSettings } from './http-settings.js';
import { publicConnector } from './public-connector.js';

/** Headers of a request, names in small letters. */
export type RequestHeaders = Readonly<Record<string, string>>;

export interface HttpRequest {
  readonly url: URL;
  readonly method: 'GET' | 'HEAD';
  readonly headers: RequestHeaders;
  /**
   * More headers for one request, made just before it is sent: a signature. Called for every request to the address itself, and never
   * for one that the server redirects to.
   */
  readonly authorize?: (request: Authorized) => RequestHeaders | Promise<RequestHeaders>;
  /** For messages. */
  readonly name: string;
}

/** What a signature is made of. */
export interface Authorized {
  readonly url: URL;
  readonly method: string;
  readonly headers: RequestHeaders;
}

/** An answer. Its body has to be read to the end or destroyed. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Dispatcher.ResponseData['body'];
  /** Who answered: the address itself, or where the server redirected to. */
  readonly url: URL;
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Connections to servers, directly or by the proxy that the environment names (HTTP_PROXY, HTTPS_PROXY, NO_PROXY). Makes each request
 * once; see `withRetries`. Its headers and credentials go to the server of the address alone.
 */
export class HttpClient {
  readonly settings: HttpSettings;
  readonly #dispatcher: Dispatcher;

  /** `trustedOrigin`: the one server that may have a private address where `settings` refuses them. */
  constructor(settings: HttpSettings, trustedOrigin?: string) {
    this.settings = settings;
    const { connections, connectTimeoutMs: timeoutMs, idleTimeoutMs, privateAddresses, lookup } = settings;
    const limits = { connections, headersTimeout: idleTimeoutMs, bodyTimeout: idleTimeoutMs };
    this.#dispatcher = privateAddresses
      ? new EnvHttpProxyAgent({ ...limits, connect: { timeout: timeoutMs } })
      : new Agent({ ...limits, connect: publicConnector({ timeoutMs, trustedOrigin, lookup }) });
  }

  /**
   * The answer, whatever its status; redirects are followed, from `from` on where one is known. Throws IoError or TransientFailure.
   */
  async send(wanted: HttpRequest, from: URL = wanted.url): Promise<HttpResponse> {
    let url = from;
    for (let redirects = 0; redirects <= this.settings.maxRedirects; redirects++) {
      const response = await this.#sendOnce(wanted, url);
      const { location } = response.headers;
      if (!REDIRECTS.has(response.status) || typeof location !== 'string') return response;
      response.body.destroy();
      url = redirectTarget(wanted.name, url, location);
    }
    throw new IoError(
      'ELOOP',
      `cannot read '${wanted.name}': the server redirects more than ${this.settings.maxRedirects} times`,
      { file: wanted.name },
    );
  }

  /** Ends all requests. */
  async close(): Promise<void> {
    await this.#dispatcher.destroy();
  }

  async #sendOnce(wanted: HttpRequest, url: URL): Promise<HttpResponse> {
    const { method, name } = wanted;
    const { signal } = this.settings;
    const headers = await this.#headersFor(wanted, url);
    try {
      const {
        statusCode,
        headers: answered,
        body,
      } = await request(withoutCredentials(url), {
        dispatcher: this.#dispatcher,
        method,
        headers,
        ...(signal && { signal }),
      });
      // A body that is destroyed before it is read emits an error, which then nothing handles.
      body.on('error', () => undefined);
      return { status: statusCode, headers: answered, body, url };
    } catch (error) {
      throw failureOfConnection(name, error);
    }
  }

  async #headersFor({ url, method, headers, authorize }: HttpRequest, to: URL): Promise<RequestHeaders> {
    const common = { 'user-agent': 'blpk', 'accept-encoding': 'identity', ...headers };
    if (to.origin !== url.origin) return common;
    const own = { ...common, ...basicAuthorization(to.username === '' ? url : to), ...this.settings.headers };
    // A redirect within the server is to another path, for which the caller's signature is made anew.
    return authorize ? { ...own, ...(await authorize({ url: to, method, headers: own })) } : own;
  }
}

function redirectTarget(name: string, from: URL, location: string): URL {
  const target = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  const isSafe = target?.protocol === 'https:' || (target?.protocol === 'http:' && from.protocol === 'http:');
  if (target && isSafe) return target;
  const where = target ? printableAddress(target.href) : 'an address that is not well formed';
  const why = target?.protocol === 'http:' ? ', which is not encrypted' : '';
  throw new IoError('EACCES', `cannot read '${name}': the server redirects to ${where}${why}`, { file: name });
}

/** The user name and password of an address, as a header. */
function basicAuthorization({ username, password }: URL): RequestHeaders {
  if (username === '' && password === '') return {};
  const text = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(text).toString('base64')}` };
}

function withoutCredentials(url: URL): URL {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  bare.hash = '';
  return bare;
}
