import type { ByteAnswer } from '../../../shared/contract/streams.js';

/** The headers of a byte response. It is not cached, since the file may change. */
export function byteHeaders({ headers, contentType, fileName, sizeBytes }: ByteAnswer): Record<string, string> {
  return {
    ...headers,
    'content-type': contentType,
    'cache-control': 'no-store',
    ...(sizeBytes !== undefined && { 'content-length': String(sizeBytes) }),
    ...(fileName !== undefined && { 'content-disposition': attachment(fileName) }),
  };
}

/** `content-disposition` with the file name twice: in ASCII for old clients, and in full as in RFC 6266. */
export function attachment(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\]/g, '_');
  // Half a surrogate pair, which Windows allows in names, cannot be encoded.
  const full = encodeURIComponent(name.replace(/[\ud800-\udfff]/gu, '\ufffd')).replace(
    /['()*]/g,
    (sign) => `%${hex(sign)}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`;
}

function hex(sign: string): string {
  return sign.charCodeAt(0).toString(16).toUpperCase();
}

const STATUS_OF_KIND = { forbidden: 403, gone: 404, argument: 400, 'bad-request': 400, 'unknown-call': 404 } as const;

/** The HTTP status of a refusal; the reason itself is in the envelope. */
export function statusOf(kind: string): number {
  return Object.hasOwn(STATUS_OF_KIND, kind) ? STATUS_OF_KIND[kind as keyof typeof STATUS_OF_KIND] : 500; // just checked
}
