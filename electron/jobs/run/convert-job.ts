import { arrayNbytes } from '../../../shared/format/numpy/array-metadata.js';
import { doneWords, lostWords } from '../../exchange/convert/convert-words.js';
import type { JobRun } from '../queue/job-run.js';
import type { Outcome } from './job-service.js';
import { sizeBytesOf } from './plain-input.js';
import { ofSource } from './source-share.js';

/**
 * Writes the array of a container, or one of another file, to a file or folder of another format, which is compared with it before it
 * gets its name.
 */
export async function convertJob(run: JobRun): Promise<Outcome> {
  const { sourcePath, targetPath, overwrite, member, sourceFormat } = run.spec;
  const kind = sourceFormat === undefined ? 'container' : 'arrays';
  let sourceBytes = await sizeBytesOf(sourcePath);
  // The writers of all formats are large: they are loaded with the first such job.
  const { convertFile } = await import('../../exchange/convert/convert-file.js');
  let chunkCount = 0;
  const converted = await convertFile(sourcePath, targetPath, {
    ...run.operation((progress) => ofSource(progress, sourceBytes)),
    onOpened({ spec, chunks }) {
      chunkCount = chunks;
      const { itemsize } = spec.dtype;
      const plainBytes = arrayNbytes(spec);
      // Of a file of many arrays, or a folder, the size says nothing.
      if (kind === 'arrays') sourceBytes = plainBytes;
      run.prepared({ kind, sourceBytes, plainBytes, chunks, itemsize });
      run.begin('run');
    },
    onStep: (step) => run.begin(step === 'check' ? 'verify' : 'finalise'),
    member,
    output: {
      overwrite,
      from: { paths: [sourcePath], times: true },
      beforePublish: async () => run.begin('publish'),
    },
  });
  run.log(doneWords(converted));
  if (converted.lostAttributes.length > 0) {
    run.log(`${converted.formatLabel} does not hold the attributes ${lostWords(converted)}`);
  }
  const { spec, storedBytes } = converted;
  return {
    kind: 'done',
    plainBytes: arrayNbytes(spec),
    outputBytes: storedBytes,
    chunks: chunkCount,
    verdict: 'identical to the source',
  };
}
