import { Sha256 } from '@aws-crypto/sha256-js';
import { GetObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import type { HttpFile } from '../http/http-source.js';
import { type S3Address, s3AddressOf } from './s3-address.js';
import { failureOfS3, reasonOfS3 } from './s3-failures.js';

/** Requests in all, after failures that may pass. */
const MAX_ATTEMPTS = 5;

const CONNECT_TIMEOUT_MS = 15_000;
/** Longest wait without a byte: for a slow line to send what the system holds of a part. */
const IDLE_TIMEOUT_MS = 60_000;
/** The same for what a service does with bytes that it has: as long as it takes to copy a part of 1 GiB. */
const SERVICE_WORK_TIMEOUT_MS = 120_000;
/** Such requests are made again less often: the wait is long. */
const SERVICE_WORK_ATTEMPTS = 3;

/**
 * A client of the service that the environment and the configuration files of the SDK name. Credentials are those of the SDK's own chain;
 * they are never stored or printed.
 */
export function s3Client(idleTimeoutMs = IDLE_TIMEOUT_MS): S3Client {
  return clientWith({ maxAttempts: MAX_ATTEMPTS, idleTimeoutMs });
}

/** A client with the same credentials, for requests that a service works on for long without an answer: copying, and joining parts. */
export function patientClient({ config: { credentials, region } }: S3Client): S3Client {
  const patience = { maxAttempts: SERVICE_WORK_ATTEMPTS, idleTimeoutMs: SERVICE_WORK_TIMEOUT_MS };
  return clientWith({ ...patience, more: { credentials, region } });
}

interface ClientOptions {
  readonly maxAttempts: number;
  readonly idleTimeoutMs: number;
  readonly more?: S3ClientConfig;
}

function clientWith({ maxAttempts, idleTimeoutMs, more }: ClientOptions): S3Client {
  // That a coming version wants another Node is no news for users: the version is pinned.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const hasOwnEndpoint = Boolean(process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL);
  return new S3Client({
    ...more,
    maxAttempts,
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, socketTimeout: idleTimeoutMs },
    // Services of one's own seldom have a name for every bucket.
    forcePathStyle: hasOwnEndpoint,
    // Not every service knows them; requests are signed with the SHA-256 of what they carry.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
}

let signing: { readonly environment: string; readonly client: S3Client } | undefined;

/** One client for all objects that are read, which asks for credentials once: a service that gives them out does so only now and then. */
function signingClient(): S3Client {
  const variables = Object.entries(process.env).filter(([name]) => name.startsWith('AWS_'));
  const environment = JSON.stringify(variables.sort());
  if (signing?.environment !== environment) signing = { environment, client: s3Client() };
  return signing.client;
}

/** An object as a file on an HTTP server, each request signed anew. Throws IoError where there are no credentials. */
export async function signedFile(address: S3Address): Promise<HttpFile> {
  const name = s3AddressOf(address);
  try {
    const client = signingClient();
    const { bucket: Bucket, key: Key } = address;
    const url = new URL(await getSignedUrl(client, new GetObjectCommand({ Bucket, Key })));
    url.search = '';
    const signer = await signerOf(client);
    return {
      url,
      name,
      isOfEnvironment: true,
      reasonOf: ({ body }) => reasonOfS3(name, body),
      async authorize({ url: to, method, headers }) {
        const request = new HttpRequest({
          protocol: to.protocol,
          hostname: to.hostname,
          ...(to.port !== '' && { port: Number(to.port) }),
          method,
          path: to.pathname,
          headers: { ...headers, host: to.host },
        });
        const { host, ...signed } = (await signer.sign(request)).headers;
        return signed;
      },
    };
  } catch (error) {
    throw failureOfS3('read', name, error);
  }
}

async function signerOf({ config }: S3Client): Promise<SignatureV4> {
  return new SignatureV4({
    service: 's3',
    region: await config.region(),
    credentials: config.credentials,
    sha256: Sha256,
    // The path of the address is already escaped.
    uriEscapePath: false,
  });
}
