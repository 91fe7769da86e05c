import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { parseTypeString } from '../../shared/format/numpy/dtype-parse.js';
import { printNpyHeader } from '../../shared/format/numpy/npy-header.js';
import { program } from './serve-process.js';

export type Shape = readonly [rows: number, columns: number];

/** The value of a cell of `gridBytes`: all different, all exact, some with many digits. */
export function gridValue([, columns]: Shape, row: number, column: number): number {
  const at = row * columns + column;
  return row + column / 1024 + ((at * 7919) % 13) / 8192;
}

/** A `.npy` of float64 that holds `gridValue`. */
export function gridBytes(shape: Shape): Buffer {
  const [rows, columns] = shape;
  const values = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) values[row * columns + column] = gridValue(shape, row, column);
  }
  return Buffer.concat([npyHead('<f8', shape), Buffer.from(values.buffer)]);
}

export function writeGrid(path: string, shape: Shape): void {
  writeFileSync(path, gridBytes(shape));
}

/** The container of such a grid, made as `blpk pack` makes it. */
export function packGrid(path: string, shape: Shape, options: readonly string[] = []): void {
  const source = path.replace(/\.blp$/, '.npy');
  writeGrid(source, shape);
  blpk('pack', ...options, source, path);
}

/** Runs `blpk`. Throws with its output when its exit status is not 0. */
export function blpk(...args: readonly string[]): string {
  return execFileSync(process.execPath, [program, ...args], { encoding: 'utf8' });
}

export async function writeNpz(path: string, members: Readonly<Record<string, Buffer>>): Promise<void> {
  const zip = new ZipFile();
  for (const [name, bytes] of Object.entries(members)) zip.addBuffer(bytes, `${name}.npy`, { compress: true });
  zip.end();
  writeFileSync(path, await buffer(zip.outputStream));
}

/** Facts of a container, read from its bytes without the engine. */
export interface ContainerTruth {
  readonly bytes: Buffer;
  readonly nchunks: number;
  readonly chunkSize: number;
  readonly maxAppChunks: number;
  readonly maxMetaSize: number;
  readonly metaCompSize: number;
  readonly offsets: readonly number[];
  /** Of each chunk, without its digest. */
  readonly storedBytes: readonly number[];
}

/** Of a container with metadata, offsets and adler32 digests. */
export function truthOf(path: string): ContainerTruth {
  const bytes = readFileSync(path);
  const nchunks = Number(bytes.readBigInt64LE(16));
  const maxMetaSize = bytes.readUInt32LE(48);
  const table = 64 + maxMetaSize + 4;
  const offsets = Array.from({ length: nchunks }, (_, chunk) => Number(bytes.readBigInt64LE(table + 8 * chunk)));
  return {
    bytes,
    nchunks,
    chunkSize: bytes.readInt32LE(8),
    maxAppChunks: Number(bytes.readBigInt64LE(24)),
    maxMetaSize,
    metaCompSize: bytes.readUInt32LE(52),
    offsets,
    storedBytes: offsets.map((offset) => bytes.readInt32LE(offset + 12)),
  };
}

/** Flips the lowest bit of one byte in the file. */
export function flipBit(path: string, offsetBytes: number): void {
  const value = readFileSync(path).readUInt8(offsetBytes);
  const file = openSync(path, 'r+');
  writeSync(file, Uint8Array.of(value ^ 1), 0, 1, offsetBytes);
  closeSync(file);
}

/** adler32 as hex of its stored, little-endian bytes. */
export function adler32(bytes: Uint8Array): string {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  const digest = Buffer.alloc(4);
  digest.writeUInt32LE(((b << 16) | a) >>> 0);
  return digest.toString('hex');
}

/** The header that numpy writes, so that containers keep none of their own. */
export function npyHead(descr: string, shape: readonly number[]): Uint8Array {
  return printNpyHeader({ dtype: parseTypeString(descr), shape, fortranOrder: false });
}
