import { readHead } from '../container/head.js';
import type { ContainerLayout } from '../container/layout.js';
import type { RandomReader } from '../io/random-reader.js';
import { type OperationOptions, throwIfCancelled } from '../operation.js';
import { DataMap } from './affected.js';
import { digestCheck, fullCheck } from './chunk-checker.js';
import { ChunkScan } from './chunk-scan.js';
import { chunkVerdicts, type Verdict } from './chunk-verdicts.js';
import { ProblemList, type VerifyReport } from './problems.js';

export interface VerifyOptions extends OperationOptions {
  /** Check digests and headers and decompress nothing: faster, and blind where the container keeps no digests. */
  readonly digestsOnly?: boolean;
  /** Told what became of each chunk, and of every problem behind the head, in the order of the file; waited for. */
  readonly onVerdict?: (verdict: Verdict) => void | Promise<void>;
}

/**
 * Looks for everything that is wrong with a container: its header, the digest and sense of its metadata, its offsets against
 * a walk in sequence, and every chunk's digest, header and decompressed size. A broken chunk does not stop the others from
 * being checked. Memory is bounded by what is in the file, never by what it claims.
 *
 * Damage is reported, not thrown. Throws IoError when the file cannot be read or was changed meanwhile, CodecError when the add-on cannot be loaded
 * and CancelledError. The reader stays the caller's and must know its size: a stream cannot be verified.
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
  // What looks like damage may be another process at work, which none finds only in places that were free.
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
  const scan = new ChunkScan(reader, layout, map);
  const check = options.digestsOnly ? digestCheck(reader, layout) : fullCheck(reader, layout, options);
  const inspection = { scan, check, totalBytes: map.totalBytes };
  let readableChunks = 0;
  let plainBytes = 0;
  for await (const verdict of chunkVerdicts(inspection, options)) {
    await options.onVerdict?.(verdict);
    const { chunk, problem } = verdict;
    if (problem) problems.add(problem);
    if (!chunk || problem) continue;
    readableChunks++;
    plainBytes += chunk.blosc.nbytes;
  }
  return { nchunks: scan.chunksEnd, readableChunks, plainBytes };
}
