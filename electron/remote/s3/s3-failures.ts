import {
  ArgumentError,
  type BloscpackError,
  CancelledError,
  IoError,
  isBloscpackError,
} from '../../../shared/format/errors.js';
import { codeOf } from '../../engine/io/io-error.js';
import { CONNECTION_REASONS } from '../connection-reasons.js';

/** What services and the SDK call a failure, as a code of the operating system, which the remedies know, and in words. */
const REASONS: Readonly<Record<string, readonly [code: string, reason: string]>> = {
  NoSuchBucket: ['ENOENT', 'there is no such bucket'],
  NoSuchKey: ['ENOENT', 'there is no such object'],
  NotFound: ['ENOENT', 'there is no such object or bucket'],
  NoSuchUpload: ['ESTALE', 'the upload was removed by another program'],
  AccessDenied: ['EACCES', 'the service does not allow it to these credentials'],
  Forbidden: ['EACCES', 'the service does not allow it to these credentials'],
  InvalidAccessKeyId: ['EACCES', 'the service does not know the access key of these credentials'],
  SignatureDoesNotMatch: ['EACCES', 'the secret key does not fit the access key'],
  ExpiredToken: ['EACCES', 'the credentials have expired: sign in again'],
  ExpiredTokenException: ['EACCES', 'the credentials have expired: sign in again'],
  TokenRefreshRequired: ['EACCES', 'the credentials have expired: sign in again'],
  RequestTimeTooSkewed: ['EACCES', 'the clock of this machine differs from that of the service'],
  CredentialsProviderError: [
    'EACCES',
    'there are no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, as for other programs',
  ],
  InternalError: ['EIO', 'the service cannot answer now'],
  PreconditionFailed: ['ESTALE', 'another program has made or changed the object'],
  ConditionalRequestConflict: ['ESTALE', 'another program is changing the object'],
  QuotaExceeded: ['ENOSPC', 'the quota of the bucket is used up'],
  EntityTooLarge: ['EFBIG', 'the service does not take objects of this size'],
  SlowDown: ['EBUSY', 'the service asks for fewer requests'],
  TooManyRequests: ['EBUSY', 'the service asks for fewer requests'],
  ServiceUnavailable: ['EBUSY', 'the service is not available now'],
  PermanentRedirect: ['EINVAL', 'the bucket is in another region: set AWS_REGION'],
  TimeoutError: ['ETIMEDOUT', 'the service did not answer in time'],
};

/** What is thrown for a failed request; `doing` completes "cannot ... 's3://bucket/key'". */
export function failureOfS3(doing: 'read' | 'write' | 'list', name: string, thrown: unknown): BloscpackError {
  if (isBloscpackError(thrown)) return thrown;
  const [said, code] = [nameOf(thrown), codeOf(thrown)];
  if (said === 'AbortError') return new CancelledError();
  if (/region is missing/i.test(messageOf(thrown))) {
    return new ArgumentError(`cannot ${doing} '${name}': no region is set: set AWS_REGION`, { file: name });
  }
  const [system, reason] = REASONS[said] ?? CONNECTION_REASONS[code] ?? ['EIO', `the service answered ${said || code}`];
  return new IoError(system, `cannot ${doing} '${name}': ${reason}`, { file: name }, thrown);
}

/** Bytes of an answer in which its code is found. */
const REASON_BYTES = 2 ** 14;

/** The reason in the body of an answer that refuses; undefined for one that is not known. */
export async function reasonOfS3(name: string, body: AsyncIterable<Uint8Array>): Promise<IoError | undefined> {
  let text = '';
  try {
    for await (const piece of body) {
      text += Buffer.from(piece).toString('latin1');
      if (text.length > REASON_BYTES) break;
    }
  } catch {
    // The status has to do.
  }
  const [system, reason] = REASONS[/<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? ''] ?? [];
  if (system === undefined || reason === undefined) return undefined;
  return new IoError(system, `cannot read '${name}': ${reason}`, { file: name });
}

function nameOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.name : '';
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : '';
}
