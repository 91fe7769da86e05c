import type { Progress } from '../../engine/operation.js';
import type { WorkProgress } from './job-service.js';

/** The progress of work that counts plain bytes, as bytes of its source, which are as many in each step. */
export function ofSource({ doneBytes, totalBytes, chunksDone }: Progress, sourceBytes: number): WorkProgress {
  const share = totalBytes ? Math.min(1, doneBytes / totalBytes) : 0;
  return { doneBytes: Math.round(share * sourceBytes), plainBytes: doneBytes, chunksDone };
}
