import { xxhash32 } from 'hash-wasm';

const MAGIC = 0x184d2204;
const VERSION_FLAGS = 0b0100_0000;
const FLAG = { blockChecksum: 0x10, contentSize: 0x08, contentChecksum: 0x04, reserved: 0x02, dictionary: 0x01 };
const IS_PLAIN = 0x8000_0000;
const CHECKSUM_BYTES = 4;

/**
 * The plain bytes of an LZ4 frame, `nbytes` of them, which the caller has compared with what the frame can hold. Checksums are compared
 * where the frame has them. Throws an Error for a frame that is damaged, or of another size.
 */
export async function decodeLz4Frame(frame: Uint8Array, nbytes: number): Promise<Uint8Array> {
  const bytes = Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength);
  const { flags, headerBytes } = await readHeader(bytes, nbytes);
  const plain = new Uint8Array(nbytes);
  let at = headerBytes;
  let filled = 0;
  for (;;) {
    const word = u32(bytes, at);
    at += CHECKSUM_BYTES;
    if (word === 0) break;
    const isPlain = word >= IS_PLAIN;
    const length = isPlain ? word - IS_PLAIN : word;
    const block = bytes.subarray(at, at + length);
    if (block.byteLength < length) throw new Error('its LZ4 frame is cut off');
    at += length;
    if (flags & FLAG.blockChecksum) {
      await requireChecksum(block, u32(bytes, at));
      at += CHECKSUM_BYTES;
    }
    if (isPlain) copyLiterals(block, 0, length, plain, filled);
    filled = isPlain ? filled + length : decodeBlock(block, plain, filled);
  }
  if (filled !== nbytes) throw new Error(`its LZ4 frame holds ${filled} bytes instead of ${nbytes}`);
  if (flags & FLAG.contentChecksum) await requireChecksum(plain, u32(bytes, at));
  return plain;
}

/** Magic, flags, largest block, perhaps the number of plain bytes (u64), and a byte of the hash of all but the magic. */
async function readHeader(bytes: Buffer, nbytes: number): Promise<{ flags: number; headerBytes: number }> {
  const flags = bytes[4] ?? 0;
  const isKnown = (flags & 0xc0) === VERSION_FLAGS && (flags & (FLAG.reserved | FLAG.dictionary)) === 0;
  if (u32(bytes, 0) !== MAGIC || !isKnown) throw new Error('it is no LZ4 frame that can be read');
  const hasSize = (flags & FLAG.contentSize) !== 0;
  const hashAt = hasSize ? 14 : 6;
  if (bytes.byteLength <= hashAt) throw new Error('its LZ4 frame is cut off');
  const hash = Number.parseInt(await xxhash32(bytes.subarray(4, hashAt)), 16);
  if (((hash >>> 8) & 0xff) !== bytes[hashAt]) throw new Error('the header of its LZ4 frame is damaged');
  const size = hasSize ? bytes.readBigUInt64LE(6) : BigInt(nbytes);
  if (size !== BigInt(nbytes)) throw new Error(`its LZ4 frame holds ${size} bytes instead of ${nbytes}`);
  return { flags, headerBytes: hashAt + 1 };
}

function u32(bytes: Buffer, at: number): number {
  if (at + CHECKSUM_BYTES > bytes.byteLength) throw new Error('its LZ4 frame is cut off');
  return bytes.readUInt32LE(at);
}

async function requireChecksum(bytes: Uint8Array, expected: number): Promise<void> {
  const found = Number.parseInt(await xxhash32(bytes), 16);
  if (found !== expected) throw new Error('a checksum of its LZ4 frame is not that of its bytes');
}

const MIN_MATCH = 4;
/** A length of four bits goes on in the following bytes when all are set: each is added, up to one that is not 255. */
const LONG_LENGTH = 15;
/** Calls for shorter pieces take longer than the bytes themselves. */
const SHORT_BYTES = 32;

/** Decodes a block behind what the frame held before it, which matches may reach into. Returns the end. */
function decodeBlock(block: Uint8Array, plain: Uint8Array, start: number): number {
  let at = 0;
  let end = start;
  for (;;) {
    const token = byteAt(block, at++);
    let literals = token >> 4;
    if (literals === LONG_LENGTH) {
      const last = endOfLength(block, at);
      literals += lengthOf(block, at, last);
      at = last + 1;
    }
    if (literals > block.byteLength - at) throw damagedBlock();
    copyLiterals(block, at, literals, plain, end);
    end += literals;
    at += literals;
    if (at === block.byteLength) return end;
    const distance = byteAt(block, at) | (byteAt(block, at + 1) << 8);
    at += 2;
    let length = token & LONG_LENGTH;
    if (length === LONG_LENGTH) {
      const last = endOfLength(block, at);
      length += lengthOf(block, at, last);
      at = last + 1;
    }
    copyMatch(plain, end, distance, length + MIN_MATCH);
    end += length + MIN_MATCH;
  }
}

function byteAt(block: Uint8Array, at: number): number {
  const byte = block[at];
  if (byte === undefined) throw damagedBlock();
  return byte;
}

/** The place of the last byte of a length that begins there. */
function endOfLength(block: Uint8Array, start: number): number {
  let at = start;
  while (block[at] === 255) at++;
  return at;
}

function lengthOf(block: Uint8Array, start: number, last: number): number {
  return 255 * (last - start) + byteAt(block, last);
}

function copyLiterals(block: Uint8Array, at: number, length: number, plain: Uint8Array, start: number): void {
  if (length > plain.byteLength - start) throw tooLong();
  if (length > SHORT_BYTES) plain.set(block.subarray(at, at + length), start);
  else for (let done = 0; done < length; done++) plain[start + done] = block[at + done] ?? 0;
}

/** A match may reach into itself, and repeats then: with each copy there is as much more to copy from. */
function copyMatch(plain: Uint8Array, start: number, distance: number, length: number): void {
  if (distance === 0 || distance > start) throw damagedBlock();
  if (length > plain.byteLength - start) throw tooLong();
  const end = start + length;
  const from = start - distance;
  if (length > SHORT_BYTES)
    for (let at = start; at < end; at += at - from) plain.copyWithin(at, from, from + Math.min(at - from, end - at));
  else for (let at = start; at < end; at++) plain[at] = plain[at - distance] ?? 0;
}

function damagedBlock(): Error {
  return new Error('a block of its LZ4 frame is damaged');
}

function tooLong(): Error {
  return new Error('its LZ4 frame holds more bytes than it says');
}
