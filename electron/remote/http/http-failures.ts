import { STATUS_CODES } from 'node:http';
import { IoError } from '../../../shared/format/errors.js';
import { codeOf } from '../../engine/io/io-error.js';
import { CONNECTION_REASONS } from '../connection-reasons.js';
import { TransientFailure } from '../retries.js';

/** Answers after which the same request may succeed later. */
const TRANSIENT_STATUSES: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** As codes of the operating system, which the remedies know. */
const STATUS_CODES_OF_SYSTEM: Readonly<Record<number, string>> = {
  401: 'EACCES',
  403: 'EACCES',
  404: 'ENOENT',
  407: 'EACCES',
  408: 'ETIMEDOUT',
  410: 'ENOENT',
  429: 'EBUSY',
  503: 'EBUSY',
  504: 'ETIMEDOUT',
};

const STATUS_REASONS: Readonly<Record<number, string>> = {
  401: 'the server asks for credentials',
  403: 'the server does not allow it',
  404: 'there is no such file on the server',
  407: 'the proxy asks for credentials',
  410: 'the file is no longer on the server',
  429: 'the server asks for fewer requests',
};

/** What is thrown for an answer that has no bytes: TransientFailure where asking again may help. */
export function failureOfStatus(name: string, status: number, retryAfter?: string): IoError | TransientFailure {
  const meaning = STATUS_CODES[status];
  const said = meaning === undefined ? `${status}` : `${status} ${meaning}`;
  const retryAfterMs = retryAfterOf(retryAfter);
  const later = retryAfterMs === undefined ? '' : `, and asks to wait for ${Math.ceil(retryAfterMs / 1000)} seconds`;
  const reason = `${STATUS_REASONS[status] ?? 'the server cannot answer'} (${said}${later})`;
  const error = new IoError(STATUS_CODES_OF_SYSTEM[status] ?? 'EIO', `cannot read '${name}': ${reason}`, {
    file: name,
  });
  return TRANSIENT_STATUSES.has(status) ? new TransientFailure(error, retryAfterMs) : error;
}

/** The wait of a `Retry-After` header, seconds or a date; undefined when there is none or it cannot be understood. */
export function retryAfterOf(text: string | undefined, nowMs = Date.now()): number | undefined {
  if (text === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(text)) return Number(text) * 1000;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}

/** Failures that stay: a name without a server, an address that may not be asked. */
const LASTING_CODES: ReadonlySet<string> = new Set(['ENOTFOUND', 'EPRIVATE']);

/** What is thrown for a request that got no answer, or not all of it. */
export function failureOfConnection(name: string, thrown: unknown): IoError | TransientFailure {
  const cause = firstWithCode(thrown);
  const found = codeOf(cause);
  const [code, reason] = CONNECTION_REASONS[found] ?? [undefined, undefined];
  if (code === undefined || reason === undefined) return unknownFailure(name, cause, found);
  const error = new IoError(code, `cannot read '${name}': ${reason}`, { file: name }, thrown);
  return LASTING_CODES.has(code) ? error : new TransientFailure(error);
}

function unknownFailure(name: string, cause: unknown, code: string): IoError {
  const isCertificate = /CERT|SSL|TLS/.test(code);
  const reason = isCertificate
    ? `its certificate is not trusted (${code}); NODE_EXTRA_CA_CERTS names a file with those of your organisation`
    : `the connection failed (${code})`;
  return new IoError(code, `cannot read '${name}': ${reason}`, { file: name }, cause);
}

/** The error itself or, of several addresses of a server that were all tried, or of a wrapped one, the first that has a code. */
function firstWithCode(thrown: unknown): unknown {
  if (thrown instanceof AggregateError && thrown.errors.length > 0) return firstWithCode(thrown.errors[0]);
  if (codeOf(thrown) === 'UNKNOWN' && thrown instanceof Error && thrown.cause !== undefined)
    return firstWithCode(thrown.cause);
  return thrown;
}
