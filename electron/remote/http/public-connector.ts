import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { isPrivateAddress } from './private-addresses.js';

export interface PublicConnectorOptions {
  readonly timeoutMs: number;
  /** The one server that may have any address: `http://127.0.0.1:9000`. */
  readonly trustedOrigin?: string | undefined;
  /** How names are looked up. Default: as the system does. */
  readonly lookup?: LookupFunction | undefined;
}

/** The code of the error of a connection that is refused; see CONNECTION_REASONS. */
const PRIVATE_CODE = 'EPRIVATE';

/**
 * Connects to servers with public addresses only. What is checked is the address that is connected to, of every connection, so also after
 * a redirect: a name is looked up once, and of its addresses only the public ones are used. Fails with the code EPRIVATE, before a byte is
 * sent.
 */
export function publicConnector({
  timeoutMs,
  trustedOrigin,
  lookup: systemLookup = lookup,
}: PublicConnectorOptions): buildConnector.connector {
  const connectToAny = buildConnector({ timeout: timeoutMs });
  const connectToPublic = buildConnector({ timeout: timeoutMs, lookup: publicLookup(systemLookup) } as Parameters<
    typeof buildConnector
  >[0]); // passed on to net.connect; the package's types leave it out
  return (options, callback) => {
    if (originOf(options) === trustedOrigin) return connectToAny(options, callback);
    const literal = options.hostname.replace(/^\[(.*)\]$/, '$1');
    // Names are not looked up where they are addresses.
    if (isIP(literal) !== 0 && isPrivateAddress(literal)) return callback(privateError(), null);
    return connectToPublic(options, (...[error, socket]) => {
      if (error) return callback(error, null);
      if (!isPrivateAddress(socket.remoteAddress ?? '')) return callback(null, socket);
      socket.destroy();
      callback(privateError(), null);
    });
  };
}

/** Looks a name up and leaves private addresses out. */
function publicLookup(systemLookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    systemLookup(hostname, { ...options, all: true }, (error, found, family) => {
      if (error) return callback(error, '', 0);
      const addresses = Array.isArray(found) ? found : [{ address: found, family: family ?? isIP(found) }];
      const open = addresses.filter(({ address }) => !isPrivateAddress(address));
      const [first] = open;
      if (!first) callback(privateError(), '', 0);
      else if (options.all) callback(null, open);
      else callback(null, first.address, first.family);
    });
  };
}

function originOf({ protocol, hostname, port }: buildConnector.Options): string | undefined {
  const text = `${protocol}//${hostname.includes(':') && !hostname.startsWith('[') ? `[${hostname}]` : hostname}:${port}`;
  return URL.canParse(text) ? new URL(text).origin : undefined;
}

function privateError(): NodeJS.ErrnoException {
  return Object.assign(new Error('a private address'), { code: PRIVATE_CODE });
}
