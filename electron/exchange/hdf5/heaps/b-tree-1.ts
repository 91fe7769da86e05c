import type { Hdf5File } from '../metadata/hdf5-file.js';

/** What kind of things a B-tree of version 1 leads to. */
interface NodeKind {
  readonly type: 0 | 1;
  readonly keyBytes: number;
}

/** More levels than a tree of 2^53 entries with two children each. */
const MAX_LEVELS = 54;

/** A child of a leaf: its key, and the address that stands beside it. */
export interface TreeEntry {
  readonly key: Uint8Array;
  readonly address: number;
}

/**
 * The children of the leaves of a B-tree of version 1, in order. Each node is visited once: a tree with a circle, or whose levels do not
 * decrease, is a FormatError.
 */
export async function* treeEntries(
  file: Hdf5File,
  rootAddress: number,
  kind: NodeKind,
): AsyncGenerator<TreeEntry, void, undefined> {
  const seen = new Set<number>();
  const stack: { address: number; level: number | undefined }[] = [{ address: rootAddress, level: undefined }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (seen.has(next.address)) throw file.fault('a B-tree has a circle', next.address);
    seen.add(next.address);
    const { level, entries } = await readNode(file, next.address, kind);
    if (level !== (next.level ?? level) || level > MAX_LEVELS) {
      throw file.fault(`a node of a B-tree is of level ${level}, expected ${next.level}`, next.address);
    }
    if (level === 0) yield* entries;
    else for (const { address } of entries.toReversed()) stack.push({ address, level: level - 1 });
  }
}

async function readNode(
  file: Hdf5File,
  address: number,
  { type, keyBytes }: NodeKind,
): Promise<{ readonly level: number; readonly entries: readonly TreeEntry[] }> {
  const { offsetBytes } = file.superblock;
  const headBytes = 8 + 2 * offsetBytes;
  const head = await file.fields(address, headBytes, 'a B-tree node');
  head.signature('TREE');
  const found = head.u8();
  if (found !== type) throw head.fault(`is of type ${found}, expected ${type}`);
  const level = head.u8();
  const count = head.u16();
  const fields = await file.fields(address + headBytes, count * (keyBytes + offsetBytes), 'a B-tree node');
  const entries = Array.from({ length: count }, () => ({
    key: fields.take(keyBytes),
    address: fields.definedAddress(),
  }));
  return { level, entries };
}
