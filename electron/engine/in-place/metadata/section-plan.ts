import type { JsonValue } from '../../../../shared/format/json.js';
import {
  defaultRoomBytes,
  type MetadataHeader,
  parseMetadataHeader,
} from '../../../../shared/format/metadata-section.js';
import { digestBytes } from '../../container/digest.js';
import { encodeInRoom, encodeMetadata } from '../../container/encode-metadata.js';
import { type MetadataArgs, type ResolvedMetadataArgs, resolveMetadataArgs } from '../../pack/args.js';

/** A metadata section, and whether it takes the very place of the old one. */
export type SectionPlan =
  | { readonly how: 'in-place'; readonly section: Uint8Array }
  | {
      readonly how: 'rewrite';
      readonly section: Uint8Array;
      /** Why the old place does not do, as a part of a sentence. */
      readonly reason: string;
    };

/**
 * Decides where new metadata go. They stay in place when there is a section, they fit its room, their digest has the length
 * of the old one, and no other room is asked for. Checksum, codec, level and user codec are the old ones unless `asked` says
 * otherwise. Throws ArgumentError for arguments out of range, and when the metadata do not fit the room asked for.
 */
export function planSection(
  metadata: JsonValue,
  old: MetadataHeader | undefined,
  asked: MetadataArgs = {},
): SectionPlan {
  const args = sectionArgs(old, asked);
  const { metaChecksum, metaCodec, metaLevel, userCodec } = args;
  const obstacle = old ? obstacleOf(old, args, asked) : 'it has no room for metadata yet';
  const inRoom = old && !obstacle && encodeInRoom(metadata, { ...old, metaChecksum, metaCodec, metaLevel, userCodec });
  if (inRoom) return { how: 'in-place', section: inRoom };
  const section = encodeMetadata(metadata, args);
  return { how: 'rewrite', section, reason: obstacle ?? tooLarge(section, old) };
}

/** What stands in the way of the old place, other than the size of the metadata. */
function obstacleOf(old: MetadataHeader, args: ResolvedMetadataArgs, asked: MetadataArgs): string | undefined {
  const [before, after] = [digestBytes(old.metaChecksum), digestBytes(args.metaChecksum)];
  if (before !== after) return `the digest would have ${after} bytes instead of ${before}`;
  const { maxMetaSize } = asked;
  if (maxMetaSize === undefined || maxMetaSize === old.maxMetaSize) return undefined;
  return `its room for metadata has ${old.maxMetaSize} bytes, and another one was asked for`;
}

function tooLarge(section: Uint8Array, old: MetadataHeader | undefined): string {
  const { metaCompSize } = parseMetadataHeader(section);
  return `the metadata take ${metaCompSize} bytes, and their room has ${old?.maxMetaSize ?? 0}`;
}

/**
 * How to store metadata that replace others: as the old section says of itself, but for what is asked. A new room is ten
 * times the metadata unless a size is asked for, and never smaller than the old one.
 */
export function sectionArgs(old: MetadataHeader | undefined, asked: MetadataArgs): ResolvedMetadataArgs {
  const oldRoom = old?.maxMetaSize ?? 0;
  return resolveMetadataArgs({
    maxMetaSize: (metaSize) => Math.max(defaultRoomBytes(metaSize), oldRoom),
    ...(old && { metaChecksum: old.metaChecksum, userCodec: old.userCodec }),
    ...asked,
    ...compression(old, asked),
  });
}

/**
 * Codec and level. A section that was stored at level 0 stays so; codec None with a level means that zlib was tried and gave
 * nothing, so that it is tried again.
 */
function compression(old: MetadataHeader | undefined, asked: MetadataArgs): MetadataArgs {
  const isStored = old?.metaCodec === 'None' && old.metaLevel === 0;
  const { metaCodec = isStored && !asked.metaLevel ? 'None' : 'zlib' } = asked;
  if (metaCodec === 'None') return { metaCodec, metaLevel: 0 };
  const metaLevel = asked.metaLevel ?? (isStored ? undefined : old?.metaLevel);
  return { metaCodec, ...(metaLevel !== undefined && { metaLevel }) };
}
