import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const TOKEN_BYTES = 32;

/** A secret that fits a URL, a header and a WebSocket subprotocol. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/**
 * Who may use the web host: pages that it served itself (checked by `Host` and `Origin`, so that neither a foreign page nor a
 * foreign host name that resolves to this address is accepted), and only with the token.
 */
export class Access {
  readonly port: number;
  readonly #tokenDigest: Buffer;
  readonly #hosts: ReadonlySet<string>;
  readonly #origins: ReadonlySet<string>;

  constructor(token: string, port: number) {
    this.port = port;
    this.#tokenDigest = digestOf(token);
    const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
    this.#hosts = new Set(hosts);
    this.#origins = new Set(hosts.map((host) => `http://${host}`));
  }

  isOwnHost({ headers }: IncomingMessage): boolean {
    return this.#hosts.has(headers.host?.toLowerCase() ?? '');
  }

  /** This machine under another port, as at the near end of a tunnel: the user gets an explanation. */
  isOtherPort({ headers }: IncomingMessage): boolean {
    return /^(127\.0\.0\.1|localhost)(:\d{1,5})?$/i.test(headers.host ?? '');
  }

  /** A browser always sends the origin of a WebSocket and of a POST; a request without one does not come from a page. */
  isOwnOrigin({ headers }: IncomingMessage): boolean {
    return this.#origins.has(headers.origin ?? '');
  }

  /** Compares in constant time. */
  isToken(token: string | undefined): boolean {
    return token !== undefined && timingSafeEqual(digestOf(token), this.#tokenDigest);
  }

  /** The token of `Authorization: Bearer`, for requests that scripts make. */
  hasBearerToken({ headers }: IncomingMessage): boolean {
    return this.isToken(/^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1]);
  }
}

/** Digests have equal length, which the comparison needs, and do not reveal how far two tokens agree. */
function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
