import { readHead } from '../container/head.js';
import type { ContainerLayout } from '../container/layout.js';
import type { RandomReader } from '../io/random-reader.js';
import { throwIfCancelled } from '../operation.js';
import { DataMap } from './affected.js';
import { type CheckOptions, ChunkVerdicts, type Verdict } from './chunk-verdicts.js';
import { ProblemList, type VerifyReport } from './problems.js';

export interface VerifyOptions extends CheckOptions {
  /** Called for each chunk and each problem behind the head, in the order of the file; a returned promise is awaited. */
  readonly onVerdict?: (verdict: Verdict) => void | Promise<void>;
}

/**
 * Checks all of a container: its header, digest and content of its metadata, its offsets against the positions of the chunks, and
 * every chunk's digest, header and decompressed size. Continues after a damaged chunk. The memory is limited by the size of the
 * file, not by sizes that the file states.
 *
 * Damage is reported, not thrown. Throws IoError when the file cannot be read or was changed during the check, CodecError when the
 * add-on cannot be loaded, and CancelledError. The caller closes the reader, which must know its size: a stream cannot be verified.
 */
export async function verifyContainer(reader: RandomReader, options: VerifyOptions = {}): Promise<VerifyReport> {
  throwIfCancelled(options.signal);
  const problems = new ProblemList();
  const { header, layout, array } = await readHead(reader, problems);
  const known = header ? { header } : {};
  const chunks = layout
    ? await verifyChunks(reader, layout, new DataMap(layout.header, array), problems, options)
    : { readableChunks: 0, plainBytes: 0 };
  const report = problems.report();
  // What looks like damage may be a change by another process. Without any problem, only unused slots may have changed.
  await reader.requireUnchanged(report.problems.length === 0);
  return { ...known, ...chunks, ...report };
}

async function verifyChunks(
  reader: RandomReader,
  layout: ContainerLayout,
  map: DataMap,
  problems: ProblemList,
  options: VerifyOptions,
): Promise<Pick<VerifyReport, 'readableChunks' | 'plainBytes'> & { nchunks: number }> {
  const chunkVerdicts = new ChunkVerdicts(reader, layout, map, options);
  let readableChunks = 0;
  let plainBytes = 0;
  for await (const batch of chunkVerdicts.batches()) {
    readableChunks += batch.wholeChunks;
    plainBytes += batch.plainBytes;
    // A batch of intact chunks is skipped when the caller does not listen to each chunk.
    if (batch.wholeChunks > 0 && !options.onVerdict) continue;
    for (const verdict of batch.verdicts) {
      await options.onVerdict?.(verdict);
      if (verdict.problem) problems.add(verdict.problem);
    }
  }
  return { nchunks: chunkVerdicts.chunksEnd, readableChunks, plainBytes };
}
