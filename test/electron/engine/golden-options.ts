import type { PackOptions } from '../../../electron/engine/pack/pack.js';
import { checksumByName } from '../../../shared/format/checksums.js';
import { codecByName, type ShuffleName } from '../../../shared/format/codecs.js';
import type { JsonValue } from '../../../shared/format/json.js';
import { parseSize } from '../../../shared/format/sizes.js';
import type { WriterArgs } from '../../fixtures.js';

/** Our options for the arguments with which the reference wrote a golden file. */
export function packOptionsOf(args: WriterArgs): PackOptions {
  return {
    ...(args.chunk_size !== undefined && { chunkSize: parseSize(String(args.chunk_size)) }),
    // The manifest is JSON, so its metadata are.
    ...(args.metadata !== null && args.metadata !== undefined && { metadata: args.metadata as JsonValue }),
    blosc: bloscOf(args.blosc ?? {}),
    bloscpack: bloscpackOf(args.bloscpack ?? {}),
    meta: metaOf(args.meta ?? {}),
  };
}

const SHUFFLE_NAMES: readonly ShuffleName[] = ['none', 'byte', 'bit'];

function bloscOf(args: NonNullable<WriterArgs['blosc']>): NonNullable<PackOptions['blosc']> {
  return {
    ...(args.typesize !== undefined && { typesize: args.typesize }),
    ...(args.clevel !== undefined && { clevel: args.clevel }),
    ...(args.shuffle !== undefined && { shuffle: SHUFFLE_NAMES[Number(args.shuffle)] ?? 'byte' }),
    ...(args.cname !== undefined && { codec: codecByName(args.cname) }),
  };
}

function bloscpackOf(args: NonNullable<WriterArgs['bloscpack']>): NonNullable<PackOptions['bloscpack']> {
  return {
    ...(args.offsets !== undefined && { offsets: args.offsets }),
    ...(args.checksum !== undefined && { checksum: checksumByName(args.checksum).name }),
    // "10*nchunks" is the default.
    ...(typeof args.max_app_chunks === 'number' && { maxAppChunks: args.max_app_chunks }),
  };
}

function metaOf(args: NonNullable<WriterArgs['meta']>): NonNullable<PackOptions['meta']> {
  return {
    ...(args.meta_checksum !== undefined && { metaChecksum: checksumByName(args.meta_checksum).name }),
    ...(args.meta_codec !== undefined && { metaCodec: args.meta_codec === 'zlib' ? 'zlib' : 'None' }),
    ...(args.meta_level !== undefined && { metaLevel: args.meta_level }),
    ...(typeof args.max_meta_size === 'number' && { maxMetaSize: args.max_meta_size }),
  };
}
