import type { RunSource } from '../../../native/runs.js';
import type { RandomReader } from '../io/random-reader.js';
import type { UndoPatch } from './undo.js';

/**
 * Reads from `patches` where they have the bytes and from `base` elsewhere. A later patch hides an earlier one. `requireUnchanged`
 * is called in addition to the base's own.
 */
export function overlayReader(
  base: RandomReader,
  patches: readonly UndoPatch[],
  requireUnchanged: () => Promise<void>,
): RandomReader {
  return {
    name: base.name,
    sizeBytes: base.sizeBytes,
    endsAt: (positionBytes) => base.endsAt(positionBytes),
    async span(positionBytes, maxReadBytes) {
      const starts = patches.map((patch) => patch.positionBytes).filter((start) => start > positionBytes);
      const maxBytes = Math.min(...starts) - positionBytes;
      const patch = patches.findLast((it) => overlaps(it, positionBytes, 1));
      if (!patch) return firstOf(await base.span(positionBytes, maxReadBytes), maxBytes);
      return firstOf(patch.bytes.subarray(positionBytes - patch.positionBytes), maxBytes);
    },
    async readAt(positionBytes, lengthBytes) {
      const touching = patches.filter((patch) => overlaps(patch, positionBytes, lengthBytes));
      const last = touching.at(-1);
      if (!last) return base.readAt(positionBytes, lengthBytes);
      const inside = positionBytes - last.positionBytes;
      if (inside >= 0 && inside + lengthBytes <= last.bytes.byteLength) {
        return last.bytes.subarray(inside, inside + lengthBytes);
      }
      const bytes = (await base.readAt(positionBytes, lengthBytes)).slice();
      for (const patch of touching) copyOverlap(patch, bytes, positionBytes);
      return bytes;
    },
    async requireUnchanged() {
      await base.requireUnchanged();
      await requireUnchanged();
    },
    close: () => base.close(),
  };
}

function firstOf(source: RunSource, maxBytes: number): RunSource {
  if (source instanceof Uint8Array) return source.subarray(0, maxBytes);
  return { ...source, lengthBytes: Math.min(source.lengthBytes, maxBytes) };
}

function overlaps(patch: UndoPatch, positionBytes: number, lengthBytes: number): boolean {
  const endByte = patch.positionBytes + patch.bytes.byteLength;
  return patch.positionBytes < positionBytes + lengthBytes && positionBytes < endByte;
}

/** Copies into `bytes`, which were read at `positionBytes`, the part of the patch that overlaps them. */
function copyOverlap(patch: UndoPatch, bytes: Uint8Array, positionBytes: number): void {
  const from = Math.max(patch.positionBytes, positionBytes);
  const to = Math.min(patch.positionBytes + patch.bytes.byteLength, positionBytes + bytes.byteLength);
  bytes.set(patch.bytes.subarray(from - patch.positionBytes, to - patch.positionBytes), from - positionBytes);
}
