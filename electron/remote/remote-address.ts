import { basename } from 'node:path/posix';
import { ArgumentError } from '../../shared/format/errors.js';

/** The kinds of addresses that are read like local files. */
const SCHEME = /^(http|https|s3):\/\//i;

/** Whether an operand is the address of an object or a bucket: `s3://bucket/key`. */
export function isS3Address(operand: string): boolean {
  return /^s3:\/\//i.test(operand);
}

/** Whether an operand is an address and not a path. Windows' `C:\x` and a file called `http:` are paths. */
export function isRemoteAddress(operand: string): boolean {
  return SCHEME.test(operand);
}

/**
 * An address as it may be printed: without user name and password, and without the values of its query, which can be the signature
 * that gives access (presigned addresses).
 */
export function printableAddress(address: string): string {
  // A key is no URL: `?` and `@` are letters of it.
  if (isS3Address(address)) return address;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url) return address.replace(/\/\/[^/@]*@/, '//').replace(/\?.*$/s, '?...');
  return `${url.protocol}//${url.host}${url.pathname}${url.search === '' ? '' : '?...'}`;
}

/** The address as an URL. Throws ArgumentError for one that is not well formed. */
export function parseAddress(address: string): URL {
  if (URL.canParse(address)) return new URL(address);
  throw new ArgumentError(
    `'${printableAddress(address)}' is not an address that can be opened: check how it is written`,
  );
}

/** The address of a value below another one, as of a file in a folder: `https://host/x.zarr?sign` and `a/0.0` is `https://host/x.zarr/a/0.0?sign`. */
export function addressBelow(address: string, key: string): string {
  if (isS3Address(address)) return `${address.replace(/\/$/, '')}/${key}`;
  const url = parseAddress(address);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${key.split('/').map(encodeURIComponent).join('/')}`;
  return url.href;
}

/** The last part of an address as the name of a file; undefined where there is none. */
export function fileNameOf(address: string): string | undefined {
  const name = basename(isS3Address(address) ? address.slice('s3://'.length) : decoded(parseAddress(address).pathname));
  return name === '' || name === '.' || name === '..' || name.includes('\0') ? undefined : name;
}

/** What is no percent-encoded UTF-8 stays as it is. */
function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}
