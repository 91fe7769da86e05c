import { ArgumentError } from '../../shared/format/errors.js';
import { closingOnError } from '../engine/io/close-file.js';
import type { PlainSource } from '../engine/pack/plain/plain-source.js';
import { containerMetadata } from './container/container-attributes.js';
import { datasetSourceFacts } from './dataset-source.js';
import { formatAt } from './find-arrays.js';

/**
 * One array of a file or folder of any format as the source of a container, with its attributes; `name` as in `ArrayFormat.open`, whose
 * errors it throws. ArgumentError for a path of no format.
 */
export async function openPlainArray(path: string, name: string | undefined): Promise<PlainSource> {
  const format = await formatAt(path);
  if (!format) throw new ArgumentError(`'${path}' holds no arrays that can be read`, { file: path });
  const dataset = await format.open(path, name, {});
  return closingOnError(dataset, async () => {
    const { spec, attributes } = dataset;
    const source = await dataset.read({});
    return {
      ...datasetSourceFacts(spec),
      name: dataset.name,
      metadata: containerMetadata(spec, attributes, source.metadata),
      pieces: () => source.pieces(),
      async requireUnchanged() {
        await source.requireUnchanged?.();
        await dataset.requireUnchanged();
      },
      async close() {
        await source.close?.();
        await dataset.close();
      },
    };
  });
}
