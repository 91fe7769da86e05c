import type { IncomingHttpHeaders } from 'node:http';
import { IoError } from '../../../shared/format/errors.js';

/** What an answer says of the version of the file. */
export interface Validators {
  /** The ETag if it is a strong one: the same only for the same bytes. */
  readonly strongEtag: string | undefined;
  /** Any ETag, and the time of the last change. */
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
  /** The condition for asking for a part: the server sends the whole file instead when it has changed. */
  readonly ifRange: Readonly<Record<string, string>>;
}

export function validatorsOf({ etag, 'last-modified': lastModified }: IncomingHttpHeaders): Validators {
  const strongEtag = etag !== undefined && /^"[^"]*"$/.test(etag) ? etag : undefined;
  const condition = strongEtag ?? lastModified;
  return { strongEtag, etag, lastModified, ifRange: condition === undefined ? {} : { 'if-range': condition } };
}

/** Throws IoError('ESTALE') when the answer is about another version of the file. */
export function requireSameContent(name: string, opened: Validators, headers: IncomingHttpHeaders): void {
  const { etag, lastModified } = validatorsOf(headers);
  const isOther = differ(opened.etag, etag) || (opened.etag === undefined && differ(opened.lastModified, lastModified));
  if (isOther) throw changedOnServer(name);
}

/** A server may leave a header out of an answer 206 only if the client has it, so that one that is missing says nothing. */
function differ(opened: string | undefined, now: string | undefined): boolean {
  return opened !== undefined && now !== undefined && opened !== now;
}

export function changedOnServer(name: string): IoError {
  return new IoError('ESTALE', `'${name}' was changed on the server while it was being read; read it again`, {
    file: name,
  });
}
