import { toHex } from '../../../shared/format/bytes.js';
import { HEADER_BYTES } from '../../../shared/format/header.js';
import { openContainerFile } from '../../engine/in-place/container-file.js';
import type { JobSpec } from '../queue/job-spec.js';

/** A container's header in hex: it counts chunks and the bytes of the last one, so that every append changes it. */
export async function headerStamp(path: string): Promise<string> {
  // Opening it so undoes an append that a killed program left half done.
  const reader = await openContainerFile(path);
  try {
    return toHex(await reader.readAt(0, Math.min(HEADER_BYTES, reader.sizeBytes)));
  } finally {
    await reader.close();
  }
}

/** Whether an interrupted append may have been completed; also true when that is unknown. */
export async function mayBeAppended({ targetPath, append }: JobSpec): Promise<boolean> {
  const stamp = await headerStamp(targetPath).catch(() => undefined);
  return stamp === undefined || stamp !== append?.headerBefore;
}
