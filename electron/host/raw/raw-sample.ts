import { basename } from 'node:path';
import { ArgumentError } from '../../../shared/format/errors.js';
import { openFileReader } from '../../engine/io/file-reader.js';

/** Up to `maxBytes` bytes of a file from `skipBytes` on. ArgumentError when the file ends before. */
export async function readSample(path: string, skipBytes: number, maxBytes: number): Promise<Uint8Array> {
  const reader = await openFileReader(path);
  try {
    if (skipBytes > reader.sizeBytes) {
      throw new ArgumentError(
        `'${basename(path)}' has ${reader.sizeBytes} bytes: ${skipBytes} of them cannot be left out`,
        { expected: reader.sizeBytes, found: skipBytes },
      );
    }
    return await reader.readAt(skipBytes, Math.min(maxBytes, reader.sizeBytes - skipBytes));
  } finally {
    await reader.close();
  }
}
