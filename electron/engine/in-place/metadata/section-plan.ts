import type { JsonValue } from '../../../../shared/format/json.js';
import {
  defaultRoomBytes,
  type MetadataHeader,
  parseMetadataHeader,
} from '../../../../shared/format/metadata-section.js';
import { digestBytes } from '../../container/digest.js';
import { encodeInRoom, encodeMetadata } from '../../container/encode-metadata.js';
import { type MetadataArgs, type ResolvedMetadataArgs, resolveMetadataArgs } from '../../pack/args.js';

/** A new metadata section, and whether it can be written in place of the old one. */
export type SectionPlan =
  | { readonly how: 'in-place'; readonly section: Uint8Array }
  | {
      readonly how: 'rewrite';
      readonly section: Uint8Array;
      /** Why it cannot be written in place: the end of a sentence. */
      readonly reason: string;
    };

/**
 * Decides where new metadata are written. In place: when there is a section, they fit its room, their digest is as long as the old
 * one, and no other size of the room is requested. Checksum, codec, level and user codec are the old ones unless `requested` has
 * others. Throws ArgumentError for arguments out of range, and when the metadata do not fit the requested room.
 */
export function planSection(
  metadata: JsonValue,
  old: MetadataHeader | undefined,
  requested: MetadataArgs = {},
): SectionPlan {
  const args = sectionArgs(old, requested);
  const { metaChecksum, metaCodec, metaLevel, userCodec } = args;
  const obstacle = old ? obstacleOf(old, args, requested) : 'it has no room for metadata yet';
  const inRoom = old && !obstacle && encodeInRoom(metadata, { ...old, metaChecksum, metaCodec, metaLevel, userCodec });
  if (inRoom) return { how: 'in-place', section: inRoom };
  const section = encodeMetadata(metadata, args);
  return { how: 'rewrite', section, reason: obstacle ?? tooLarge(section, old) };
}

/** Why the section cannot be written in place, apart from the size of the metadata; undefined when it can. */
function obstacleOf(old: MetadataHeader, args: ResolvedMetadataArgs, requested: MetadataArgs): string | undefined {
  const [before, after] = [digestBytes(old.metaChecksum), digestBytes(args.metaChecksum)];
  if (before !== after) return `the checksum would have ${after} bytes instead of ${before}`;
  const { maxMetaSize } = requested;
  if (maxMetaSize === undefined || maxMetaSize === old.maxMetaSize) return undefined;
  return `its room for metadata has ${old.maxMetaSize} bytes, and another size was requested`;
}

function tooLarge(section: Uint8Array, old: MetadataHeader | undefined): string {
  const { metaCompSize } = parseMetadataHeader(section);
  return `the metadata take ${metaCompSize} bytes, and their room has ${old?.maxMetaSize ?? 0}`;
}

/**
 * How to store metadata that replace others: as the old section is stored, except for what is requested. Unless its size is
 * requested, a new room is ten times the size of the metadata and never smaller than the old one.
 */
export function sectionArgs(old: MetadataHeader | undefined, requested: MetadataArgs): ResolvedMetadataArgs {
  const oldRoom = old?.maxMetaSize ?? 0;
  return resolveMetadataArgs({
    maxMetaSize: (metaSize) => Math.max(defaultRoomBytes(metaSize), oldRoom),
    ...(old && { metaChecksum: old.metaChecksum, userCodec: old.userCodec }),
    ...requested,
    ...compression(old, requested),
  });
}

/**
 * Codec and level. A section that was stored at level 0 is stored at level 0 again; codec None with another level means that zlib
 * had made the metadata larger, so that it is tried again.
 */
function compression(old: MetadataHeader | undefined, requested: MetadataArgs): MetadataArgs {
  const isStored = old?.metaCodec === 'None' && old.metaLevel === 0;
  const { metaCodec = isStored && !requested.metaLevel ? 'None' : 'zlib' } = requested;
  if (metaCodec === 'None') return { metaCodec, metaLevel: 0 };
  const metaLevel = requested.metaLevel ?? (isStored ? undefined : old?.metaLevel);
  return { metaCodec, ...(metaLevel !== undefined && { metaLevel }) };
}
