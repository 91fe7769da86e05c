import { ArgumentError } from '../../../shared/format/errors.js';

/** The environment variable with headers for every request to the address: `Name: value`, one a line. */
export const HEADERS_VARIABLE = 'BLPK_HTTP_HEADERS';

const NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
/** What this program decides itself. */
const OWN: ReadonlySet<string> = new Set([
  'range',
  'if-range',
  'host',
  'connection',
  'accept-encoding',
  'content-length',
  'transfer-encoding',
]);

/** The environment variable with the servers that get these headers: `example.org other.org:8080`. */
export const SERVERS_VARIABLE = 'BLPK_HTTP_HEADERS_FOR';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The headers of the environment for the server of an address. `unnamed`: whether a server gets them also where no variable names the
 * servers that do. Throws ArgumentError.
 */
export function headersFor(
  { host, hostname }: URL,
  unnamed: boolean,
  environment: Environment = process.env,
): Readonly<Record<string, string>> {
  const servers = (environment[SERVERS_VARIABLE] ?? '')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((name) => name !== '');
  const isNamed = servers.length === 0 ? unnamed : servers.includes(host) || servers.includes(hostname);
  return isNamed ? parseHeaders(environment[HEADERS_VARIABLE] ?? '') : {};
}

/** The headers in the variable's text, names in small letters. Throws ArgumentError, which never repeats a value. */
export function parseHeaders(text: string): Readonly<Record<string, string>> {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return Object.fromEntries(lines.map((line, index) => parseLine(line, index + 1)));
}

function parseLine(line: string, number: number): readonly [string, string] {
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
  const value = line.slice(colon + 1).trim();
  const where = `line ${number} of ${HEADERS_VARIABLE}`;
  if (!NAME.test(name)) throw new ArgumentError(`${where} is not a header: write it as Name: value`);
  if (OWN.has(name)) throw new ArgumentError(`${where} sets the header ${name}, which is not yours to set: remove it`);
  // Visible characters, spaces and tabs.
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
    throw new ArgumentError(`${where} has a value with characters that no header can have`);
  return [name, value];
}
