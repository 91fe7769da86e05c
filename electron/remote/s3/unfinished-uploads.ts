import { AbortMultipartUploadCommand, ListMultipartUploadsCommand, type S3Client } from '@aws-sdk/client-s3';
import { parseS3Address, type S3Address, s3AddressOf } from './s3-address.js';
import { failureOfS3 } from './s3-failures.js';

/** An upload in parts that was neither finished nor removed: its parts take room, but there is no object. */
export interface UnfinishedUpload extends S3Address {
  readonly uploadId: string;
  readonly startedIso: string;
}

/** Those of the objects whose address begins so, in the service's order: also those of other programs. Throws IoError. */
export async function* uploadsBelow(
  client: S3Client,
  address: string,
): AsyncGenerator<UnfinishedUpload, void, undefined> {
  const { bucket, key: Prefix } = parseS3Address(address);
  try {
    let markers: { readonly KeyMarker?: string; readonly UploadIdMarker?: string } | undefined = {};
    while (markers) {
      const page: Awaited<ReturnType<typeof list>> = await list({ Bucket: bucket, Prefix, ...markers });
      for (const { Key: key, UploadId: uploadId, Initiated } of page.Uploads ?? []) {
        if (key !== undefined && uploadId !== undefined) {
          yield { bucket, key, uploadId, startedIso: Initiated?.toISOString() ?? '' };
        }
      }
      const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = page;
      markers = page.IsTruncated && KeyMarker && UploadIdMarker ? { KeyMarker, UploadIdMarker } : undefined;
    }
  } catch (error) {
    throw failureOfS3('list', address, error);
  }
  function list(wanted: ConstructorParameters<typeof ListMultipartUploadsCommand>[0]) {
    return client.send(new ListMultipartUploadsCommand(wanted));
  }
}

/** Removes the parts of an unfinished upload. Ends the client. Throws IoError. */
export async function removeUpload(
  client: S3Client,
  { bucket: Bucket, key: Key, uploadId: UploadId }: UnfinishedUpload,
): Promise<void> {
  try {
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
  } catch (error) {
    throw failureOfS3('write', s3AddressOf({ bucket: Bucket, key: Key }), error);
  } finally {
    client.destroy();
  }
}
