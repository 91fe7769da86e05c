import { bloscVersion } from '../../../native/index.js';
import { CODECS, type CodecName } from '../../../shared/format/codecs.js';
import { ndarraySource } from '../../engine/arrays/ndarray-memory.js';
import { ContainerSink } from '../../engine/pack/compressed/compressed-sink.js';
import { compressedFileSource } from '../../engine/pack/compressed/compressed-source.js';
import { pack } from '../../engine/pack/pack.js';
import { unpack } from '../../engine/pack/unpack.js';
import type { Contender } from './contender.js';
import { loaded } from './contender.js';
import { FilledSink } from './filled-sink.js';
import { syncedFile } from './synced-file.js';

/** The codecs that were measured in 2014, before zstd. */
const PUBLISHED: ReadonlySet<CodecName> = new Set<CodecName>(['blosclz', 'lz4', 'lz4hc', 'snappy', 'zlib']);

/** This program's engine, once for each codec: byte shuffle, chunks of 1 MiB. */
export const bloscpackContenders: readonly Contender[] = CODECS.map(({ name }) => bloscpack(name));

function bloscpack(codec: CodecName): Contender {
  const id = `bloscpack_${codec}`;
  return {
    id,
    label: `Bloscpack, ${codec}`,
    levels: [1, 3, 5, 7, 9],
    parallel: true,
    inspect: async () => ({ library: `this program, C-Blosc ${bloscVersion().blosc}` }),
    ...(PUBLISHED.has(codec) && { published: id }),
    async open(array, { layout, nthreads, signal }) {
      const operation = { nthreads, ...(signal && { signal }) };
      const bloscpackArgs = layout === 'talk-2014' ? ({ offsets: false, checksum: 'None' } as const) : {};
      return {
        async write(path, clevel) {
          const sink = new ContainerSink(await syncedFile(path));
          await pack(ndarraySource(array), sink, { ...operation, blosc: { codec, clevel }, bloscpack: bloscpackArgs });
        },
        async read(path) {
          const sink = new FilledSink(array.bytes.byteLength);
          await unpack(await compressedFileSource(path), sink, operation);
          return loaded(sink.bytes);
        },
        close: async () => undefined,
      };
    },
  };
}
