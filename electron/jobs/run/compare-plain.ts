import { FormatError } from '../../../shared/format/errors.js';
import type { OperationOptions } from '../../engine/operation.js';
import type { CompressedSource } from '../../engine/pack/compressed/compressed-source.js';
import type { PlainSink } from '../../engine/pack/plain/plain-sink.js';
import type { PlainSource } from '../../engine/pack/plain/plain-source.js';
import { unpack } from '../../engine/pack/unpack.js';

/**
 * Decompresses a container and compares every byte with a plain source. Throws FormatError('bad-chunk') at the first difference,
 * and the read errors of either side. Opens the container itself, so that both are always closed.
 */
export async function requireSameBytes(
  openContainer: () => Promise<CompressedSource>,
  plain: PlainSource,
  options: OperationOptions,
): Promise<void> {
  try {
    await unpack(await openContainer(), comparingSink(plain), options);
  } finally {
    await plain.close?.();
  }
}

/** Compares the bytes written to it with as many of the other side. */
function comparingSink(plain: PlainSource): PlainSink {
  const pieces = piecesOf(plain);
  let piece: Buffer = Buffer.alloc(0);
  let comparedBytes = 0;
  const differ = (): FormatError =>
    new FormatError('bad-chunk', `the container and '${plain.name}' differ from byte ${comparedBytes} of the data on`, {
      file: plain.name,
      offsetBytes: comparedBytes,
    });
  const nextPiece = async (): Promise<boolean> => {
    const next = await pieces.next();
    piece = next.value ?? Buffer.alloc(0);
    return !next.done;
  };
  return {
    name: plain.name,
    async begin() {},
    async write(bytes) {
      for (let at = 0; at < bytes.byteLength; ) {
        if (piece.byteLength === 0 && !(await nextPiece())) throw differ();
        const length = Math.min(piece.byteLength, bytes.byteLength - at);
        if (piece.compare(bytes, at, at + length, 0, length) !== 0) {
          while (piece[0] === bytes[at]) {
            piece = piece.subarray(1);
            at++;
            comparedBytes++;
          }
          throw differ();
        }
        piece = piece.subarray(length);
        comparedBytes += length;
        at += length;
      }
    },
    async finish() {
      while (piece.byteLength === 0) if (!(await nextPiece())) return;
      throw differ();
    },
    async abort() {
      await pieces.return(undefined);
    },
  };
}

async function* piecesOf(plain: PlainSource): AsyncGenerator<Buffer, undefined, undefined> {
  for await (const bytes of plain.pieces()) {
    yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  return undefined;
}
