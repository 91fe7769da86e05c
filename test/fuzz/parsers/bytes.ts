/** Heads of files and sections, mostly valid. */
import {
  armedFlag,
  FLAG_AT,
  printHolder,
  printNewBytes,
  printUndo,
} from '../../../electron/engine/in-place/journal/journal-format.js';
import type { Random } from '../random.js';
import { dtypeText, garble, integer, pythonLiteral } from './texts.js';

/** A `.npy` head. */
export function npyHead(random: Random): Uint8Array {
  const shape = random.pick([
    '(3,)',
    '()',
    '(2, 3)',
    `(${integer(random)},)`,
    `(${integer(random)}, ${integer(random)})`,
  ]);
  const descr = random.pick([
    () => pythonLiteral(random),
    () => dtypeText(random),
    () => dtypeText(random),
    () => "'<f8'",
  ])();
  const dict = `{'descr': ${descr}, 'fortran_order': ${random.pick(['True', 'False', 'False', 'None'])}, 'shape': ${shape}, }`;
  const version = random.pick([1, 1, 1, 2, 2, 3, 3, 3, 3, 4]);
  const text = Buffer.from(random.oneIn(3) ? garble(dict, random) : dict, random.oneIn(4) ? 'utf8' : 'latin1');
  const head = Buffer.alloc(version === 1 ? 10 : 12);
  head.write('\x93NUMPY', 'latin1');
  head.writeUInt8(version, 6);
  const length = random.oneIn(10) ? random.u32() : text.length;
  if (version === 1) head.writeUInt16LE(length & 0xffff, 8);
  else head.writeUInt32LE(length, 8);
  return garbleBytes(Buffer.concat([head, text, random.bytes(random.below(20))]), random);
}

/** Little-endian numbers of the sizes given, small more often than large. */
function numbers(random: Random, sizes: readonly (1 | 2 | 4 | 8)[]): Uint8Array {
  const fields = sizes.map((sizeBytes) => {
    const bytes = Buffer.alloc(8);
    const value = random.pick([
      () => BigInt(random.below(20)),
      () => BigInt(random.below(20)),
      () => BigInt(random.below(5000)),
      () => (random.oneIn(2) ? random.u64() : -1n),
    ])();
    bytes.writeBigUInt64LE(BigInt.asUintN(64, value));
    return bytes.subarray(0, sizeBytes);
  });
  return Buffer.concat(fields);
}

export function containerHead(random: Random): Uint8Array {
  const head = Buffer.concat([
    Buffer.from('blpk\x03'),
    Buffer.from([random.pick([0, 1, 1, 2, 3, 3, 4]), random.below(10)]),
    numbers(random, [1, 4, 4, 8, 8]),
  ]);
  return garbleBytes(head, random);
}

export function metadataHead(random: Random): Uint8Array {
  const magic = Buffer.from(random.pick(['JSON\0\0\0\0', 'XML\0\0\0\0\0', 'a\0b\0\0\0\0\0', '\0\0\0\0\0\0\0\0']));
  const small = Buffer.from([0, random.below(10), random.below(3), random.below(11)]);
  return garbleBytes(Buffer.concat([magic, small, numbers(random, [4, 4, 4, 8])]), random);
}

/** A chunk's header and what may be its block starts and streams. */
export function chunkHead(random: Random): Uint8Array {
  const flags = (random.below(5) << 5) | random.pick([0, 0, 0x01, 0x02, 0x04, 0x10, 0x11, 0x08]);
  const body = random.below(300);
  const isCopy = (flags & 0x02) !== 0;
  const nbytes = isCopy ? body : random.pick([0, 1, 100, 1000, 1000, 100_000, 2_147_483_631, random.u32()]);
  const head = Buffer.from([2, 1, flags, random.pick([1, 1, 4, 4, 8, 8, 16, 255, 0]), ...new Uint8Array(12)]);
  head.writeUInt32LE(nbytes, 4);
  head.writeUInt32LE(
    random.pick([nbytes, Math.ceil(nbytes / 7), Math.ceil(nbytes / 2), random.below(5000), 715_827_542, 0]),
    8,
  );
  head.writeUInt32LE(random.oneIn(4) ? random.u32() : 16 + body, 12);
  const words = Array.from({ length: Math.ceil(body / 4) }, () => random.below(random.oneIn(9) ? 2 ** 32 : 16 + body));
  return garbleBytes(Buffer.concat([head, Buffer.from(Uint32Array.from(words).buffer).subarray(0, body)]), random);
}

export function offsetEntries(random: Random): Uint8Array {
  return garbleBytes(
    numbers(
      random,
      Array.from({ length: random.below(20) }, () => 8 as const),
    ),
    random,
  );
}

/** A journal of an edit in place. */
export function journal(random: Random): Uint8Array {
  const patches = () =>
    Array.from({ length: random.below(3) }, () => ({
      positionBytes: random.u32(),
      bytes: random.bytes(random.below(50)),
    }));
  const late = patches();
  const undo = {
    sizeBytes: random.u32() + 2 ** 32,
    early: patches(),
    late,
    unusedSlots: { positionBytes: random.u32(), lengthBytes: random.below(100) },
    fingerprint: { ranges: [{ positionBytes: 0, lengthBytes: random.below(100) }], sha256: 'x' },
  };
  const container = { inode: '1', device: '2' };
  const holder = printHolder({
    pid: random.below(99_999),
    host: 'here',
    operation: 'append',
    since: '2024-01-01T00:00:00.000Z',
  });
  if (random.oneIn(2)) holder.set(armedFlag, FLAG_AT);
  const pieces = [holder, ...printUndo({ id: 'id', container, undo }), ...printNewBytes('id', late)];
  return garbleBytes(Buffer.concat(pieces), random);
}

/** Sometimes changes, cuts off or doubles bytes. */
function garbleBytes(bytes: Uint8Array, random: Random): Uint8Array {
  const garbled = Uint8Array.from(bytes);
  if (!random.oneIn(3)) return garbled;
  if (garbled.length > 0) garbled[random.below(garbled.length)] = random.pick([0, 1, 255, random.u32()]);
  return random.oneIn(3) ? garbled.subarray(0, random.below(garbled.length + 1)) : garbled;
}
