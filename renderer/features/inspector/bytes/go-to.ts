import type { Selection } from '../model/selection.js';

/** What was typed into Go to. */
export type Target =
  | { readonly kind: 'byte'; readonly byte: number }
  | { readonly kind: 'chunk'; readonly selection: Pick<Selection, 'chunkIndex' | 'blockIndex'> }
  | { readonly kind: 'problem'; readonly message: string };

/** Understands `0x10`, `4096`, `chunk 412` and `chunk 412 block 3`. */
export function parseTarget(text: string, limits: { fileBytes: number; chunks: number }): Target {
  const plain = text.trim().toLowerCase();
  const chunk = /^chunk\s+([\d_,]+)(?:\s*[,/]?\s*block\s+([\d_,]+))?$/.exec(plain);
  if (chunk)
    return chunkTarget(numberOf(chunk[1]), chunk[2] === undefined ? undefined : numberOf(chunk[2]), limits.chunks);
  if (!/^(0x[\da-f_]+|[\d_,]+)$/.test(plain)) {
    return { kind: 'problem', message: 'An offset such as 0x10 or 4096, or chunk 412.' };
  }
  const byte = numberOf(plain);
  if (byte < limits.fileBytes) return { kind: 'byte', byte };
  const last = Math.max(0, limits.fileBytes - 1);
  return { kind: 'problem', message: `The last byte of the file is 0x${last.toString(16).toUpperCase()}, ${last}.` };
}

function chunkTarget(chunkIndex: number, blockIndex: number | undefined, chunks: number): Target {
  if (chunks === 0) return { kind: 'problem', message: 'This file has no chunks.' };
  if (chunkIndex >= chunks) return { kind: 'problem', message: `The last chunk is ${chunks - 1}.` };
  return { kind: 'chunk', selection: { chunkIndex, ...(blockIndex !== undefined && { blockIndex }) } };
}

function numberOf(digits: string | undefined): number {
  return Number((digits ?? '').replaceAll(/[_,]/g, ''));
}
