/** Bob Jenkins' lookup3 (`hashlittle`, initial value 0), unsigned: the checksum of HDF5's metadata and the hash of names. */
export function lookup3(bytes: Uint8Array): number {
  const state: State = { a: 0, b: 0, c: 0 };
  state.a = state.b = state.c = (0xdeadbeef + bytes.length) | 0;
  let at = 0;
  for (; bytes.length - at > BLOCK_BYTES; at += BLOCK_BYTES) {
    add(state, bytes, at);
    mix(state);
  }
  if (at === bytes.length) return state.c >>> 0;
  add(state, bytes, at);
  finish(state);
  return state.c >>> 0;
}

const BLOCK_BYTES = 12;

interface State {
  a: number;
  b: number;
  c: number;
}

/** Adds 12 bytes as three little-endian words; behind the end they are zeros. */
function add(state: State, bytes: Uint8Array, at: number): void {
  state.a = (state.a + word(bytes, at)) | 0;
  state.b = (state.b + word(bytes, at + 4)) | 0;
  state.c = (state.c + word(bytes, at + 8)) | 0;
}

function word(bytes: Uint8Array, at: number): number {
  const byte = (index: number): number => bytes[at + index] ?? 0;
  return byte(0) | (byte(1) << 8) | (byte(2) << 16) | (byte(3) << 24);
}

const rotated = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));

function mix(state: State): void {
  let { a, b, c } = state;
  a = (a - c) ^ rotated(c, 4);
  c = (c + b) | 0;
  b = (b - a) ^ rotated(a, 6);
  a = (a + c) | 0;
  c = (c - b) ^ rotated(b, 8);
  b = (b + a) | 0;
  a = (a - c) ^ rotated(c, 16);
  c = (c + b) | 0;
  b = (b - a) ^ rotated(a, 19);
  a = (a + c) | 0;
  c = (c - b) ^ rotated(b, 4);
  b = (b + a) | 0;
  Object.assign(state, { a, b, c });
}

function finish(state: State): void {
  let { a, b, c } = state;
  c = ((c ^ b) - rotated(b, 14)) | 0;
  a = ((a ^ c) - rotated(c, 11)) | 0;
  b = ((b ^ a) - rotated(a, 25)) | 0;
  c = ((c ^ b) - rotated(b, 16)) | 0;
  a = ((a ^ c) - rotated(c, 4)) | 0;
  b = ((b ^ a) - rotated(a, 14)) | 0;
  c = ((c ^ b) - rotated(b, 24)) | 0;
  Object.assign(state, { a, b, c });
}
