import { dirname, relative, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { ByteAnswer, CheckedStream } from '../../../shared/contract/streams.js';
import { refusal } from '../../../shared/errors/contract-error.js';
import { openRegularFile } from '../../engine/io/file-reader.js';
import type { HostContext } from '../host-context.js';

/**
 * The outputs of all done jobs, or of those of one batch, as a zip archive, not compressed again. Each keeps its place below the
 * folder that all have in common. A file is opened when its turn comes; one that is gone breaks the stream. Throws CallError when
 * there are none.
 */
export function archiveOutputs(
  { queue, registry }: Pick<HostContext, 'queue' | 'registry'>,
  { batchId }: CheckedStream<'jobs.archive'>,
): ByteAnswer {
  const jobs = queue.view().jobs.filter((job) => batchId === null || job.batchId === batchId);
  const paths = [...new Set(jobs.flatMap(({ output }) => (output && registry.find(output.id)) ?? []))];
  const [first] = paths;
  if (first === undefined) throw refusal('gone', 'There are no outputs to download.');
  const folder = paths.map((path) => dirname(path)).reduce(commonFolder);
  const zip = new ZipFile();
  // yazl documents a PassThrough; its types have only a ReadableStream.
  const body = zip.outputStream as Readable;
  // Without a listener the program would end.
  zip.on('error', (error: Error) => body.destroy(error));
  for (const path of paths) addFile(zip, path, relative(folder, path).split(sep).join('/'));
  zip.end();
  return {
    headers: {},
    contentType: 'application/zip',
    fileName: 'bloscpack-outputs.zip',
    body,
  };
}

function addFile(zip: ZipFile, path: string, name: string): void {
  zip.addReadStreamLazy(name, { compress: false }, (take) => {
    openRegularFile(path).then(
      ({ handle }) => take(null, handle.createReadStream()),
      (error: unknown) => zip.emit('error', error),
    );
  });
}

/** The deepest folder that holds both. */
function commonFolder(one: string, other: string): string {
  for (let folder = one; ; folder = dirname(folder)) {
    const way = relative(folder, other);
    if (!way.startsWith('..') || folder === dirname(folder)) return folder;
  }
}
