import { basename } from 'node:path';
import { FormatError } from '../../../shared/format/errors.js';
import { Container } from '../../engine/container/container.js';
import { append } from '../../engine/in-place/append/append.js';
import { throwIfCancelled } from '../../engine/operation.js';
import type { BloscArgs } from '../../engine/pack/args.js';
import type { PlainSource } from '../../engine/pack/plain/plain-source.js';
import type { JobRun } from '../queue/job-run.js';
import type { JobSpec } from '../queue/job-spec.js';
import type { Outcome, Verdict, WorkProgress } from './job-service.js';
import { appendedSource, sizeBytesOf } from './plain-input.js';

/** Appends a file to a container and reads the added data back. The container gets all of them or stays unchanged. */
export async function appendJob(run: JobRun): Promise<Outcome> {
  const { spec } = run;
  const isArray = await holdsArray(spec.targetPath);
  const before = await sizeBytesOf(spec.targetPath);
  const source = await appendedSource(spec.sourcePath, isArray);
  const sourceBytes = source.sizeBytes ?? 0;
  run.prepared({ kind: source.metadata === undefined ? 'raw' : 'npy', sourceBytes, plainBytes: sourceBytes });
  run.begin('run');
  const operation = run.operation(ofSource);
  const blosc = bloscOf(spec);
  const { header, startByte, addedBytes, how } = await append(spec.targetPath, source, {
    ...operation,
    ...(blosc && { blosc }),
    grow: spec.append?.grow ?? false,
  });
  run.log(how === 'in-place' ? 'changed in place' : 'container rewritten with more room');
  run.begin('finalise');
  const verdict = await compareAdded(run, isArray, { startByte, addedBytes });
  const after = await sizeBytesOf(spec.targetPath);
  const outputBytes = Math.max(0, after - before);
  return { kind: 'done', plainBytes: addedBytes, outputBytes, chunks: Number(header.nchunks), verdict };
}

async function holdsArray(path: string): Promise<boolean> {
  const container = await Container.open(path);
  try {
    return (await container.arraySpec()) !== undefined;
  } finally {
    await container.close();
  }
}

function ofSource({
  doneBytes,
  chunksDone,
}: {
  readonly doneBytes: number;
  readonly chunksDone: number;
}): WorkProgress {
  return { doneBytes, plainBytes: doneBytes, chunksDone };
}

function bloscOf({ options }: JobSpec): BloscArgs | undefined {
  return options && { codec: options.codec, clevel: options.clevel, shuffle: options.shuffle };
}

/** Plain bytes of the container that were just added. */
interface Added {
  readonly startByte: number;
  readonly addedBytes: number;
}

async function compareAdded(run: JobRun, toArray: boolean, added: Added): Promise<Verdict> {
  if (run.spec.check === 'none') return 'not checked';
  run.begin('verify');
  const container = await Container.open(run.spec.targetPath);
  const source = await appendedSource(run.spec.sourcePath, toArray);
  try {
    await requireSame(run, container, source, added);
    return 'identical to the source';
  } finally {
    await Promise.all([container.close(), source.close?.()]);
  }
}

async function requireSame(run: JobRun, container: Container, source: PlainSource, added: Added): Promise<void> {
  const { onProgress, signal } = run.operation(ofSource);
  let doneBytes = 0;
  let chunksDone = 0;
  for await (const wanted of source.pieces()) {
    throwIfCancelled(signal);
    const startByte = added.startByte + doneBytes;
    const endByte = Math.min(startByte + wanted.byteLength, added.startByte + added.addedBytes);
    const found = await container.readBytes(startByte, endByte);
    if (Buffer.compare(found, wanted) !== 0) throw differs(run.spec, startByte);
    doneBytes += wanted.byteLength;
    onProgress?.({ doneBytes, totalBytes: source.sizeBytes, chunksDone: ++chunksDone });
  }
}

function differs({ sourcePath, targetPath }: JobSpec, startByte: number): FormatError {
  return new FormatError(
    'bad-chunk',
    `what was added to '${basename(targetPath)}' differs from '${basename(sourcePath)}' somewhere after byte ${startByte} of the data`,
    { file: targetPath },
  );
}
