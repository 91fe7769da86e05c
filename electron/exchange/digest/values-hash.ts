import { createBLAKE3, type IHasher } from 'hash-wasm';
import type { ArraySpec } from '../../../shared/format/numpy/array-metadata.js';
import { dtypeDescrRepr } from '../../../shared/format/numpy/dtype-print.js';
import { canonicalDtype } from '../canonical-items.js';

/** Bytes of values that are hashed by themselves, so that they can be in parallel, and a part be checked. */
export const PIECE_BYTES = 2 ** 20;

/** What is hashed before the hashes of the pieces. */
export function hashedHead({ dtype, shape }: Pick<ArraySpec, 'dtype' | 'shape'>): string {
  return `values of an array, version 1\n${dtypeDescrRepr(canonicalDtype(dtype))}\n${shape.join(',')}\n`;
}

/**
 * The fingerprint of an array's values: BLAKE3 of dtype and shape as text (`hashedHead`, UTF-8), followed by the BLAKE3 (32 bytes) of
 * each piece of PIECE_BYTES bytes of the items in C order, little-endian. The last piece may be shorter; without items there is none.
 */
export class ValuesHash {
  readonly #root: IHasher;
  readonly #piece: IHasher;
  #filled = 0;

  private constructor(root: IHasher, piece: IHasher) {
    this.#root = root;
    this.#piece = piece;
  }

  static async create(spec: Pick<ArraySpec, 'dtype' | 'shape'>): Promise<ValuesHash> {
    const [root, piece] = [await createBLAKE3(), await createBLAKE3()];
    root.init().update(hashedHead(spec));
    piece.init();
    return new ValuesHash(root, piece);
  }

  /** The next canonical items, or parts of them. */
  add(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.byteLength; ) {
      const length = Math.min(PIECE_BYTES - this.#filled, bytes.byteLength - at);
      this.#piece.update(bytes.subarray(at, at + length));
      this.#filled += length;
      at += length;
      if (this.#filled === PIECE_BYTES) this.#endPiece();
    }
  }

  /** 64 hexadecimal digits. Call it once, last. */
  finish(): string {
    if (this.#filled > 0) this.#endPiece();
    return this.#root.digest('hex');
  }

  #endPiece(): void {
    this.#root.update(this.#piece.digest('binary'));
    this.#piece.init();
    this.#filled = 0;
  }
}
