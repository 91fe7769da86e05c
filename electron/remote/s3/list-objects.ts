import { ListBucketsCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { parseS3Address } from './s3-address.js';
import { failureOfS3 } from './s3-failures.js';

/** An object, or the common beginning of several up to a `/`. */
export interface ListedObject {
  readonly address: string;
  /** Undefined for a common beginning. */
  readonly sizeBytes: number | undefined;
  readonly changedIso: string | undefined;
}

/** What is directly below an address, in the service's order, page by page; of `s3://` the buckets. Ends the client. Throws IoError. */
export async function* objectsBelow(client: S3Client, address: string): AsyncGenerator<ListedObject, void, undefined> {
  try {
    if (/^s3:\/\/$/i.test(address)) {
      const { Buckets = [] } = await client.send(new ListBucketsCommand({}));
      for (const { Name, CreationDate } of Buckets) {
        yield { address: `s3://${Name}/`, sizeBytes: undefined, changedIso: CreationDate?.toISOString() };
      }
      return;
    }
    const { bucket: Bucket, key: Prefix } = parseS3Address(address);
    let token: string | undefined;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({
        Bucket,
        Prefix,
        Delimiter: '/',
        ...(token !== undefined && { ContinuationToken: token }),
      });
      for (const { Prefix: common } of page.CommonPrefixes ?? []) {
        yield { address: `s3://${Bucket}/${common}`, sizeBytes: undefined, changedIso: undefined };
      }
      for (const { Key, Size, LastModified } of page.Contents ?? []) {
        yield { address: `s3://${Bucket}/${Key}`, sizeBytes: Size, changedIso: LastModified?.toISOString() };
      }
      token = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (token !== undefined);
  } catch (error) {
    throw failureOfS3('list', address, error);
  } finally {
    client.destroy();
  }
  function list(wanted: ConstructorParameters<typeof ListObjectsV2Command>[0]) {
    return client.send(new ListObjectsV2Command(wanted));
  }
}
