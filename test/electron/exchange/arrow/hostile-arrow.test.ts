import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { arrow, arrowStream } from '../../../../electron/exchange/arrow/formats.js';
import { decodeLz4Frame } from '../../../../electron/exchange/arrow/read/lz4-frame.js';
import type { ArrayFormat } from '../../../../electron/exchange/dataset.js';
import { arrayNbytes } from '../../../../shared/format/numpy/array-metadata.js';
import { caseCount, every } from '../../../cases.js';
import { fixturePath } from '../../../fixtures.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { entriesOf, readArray } from '../opened.js';

/** Lists and reads all that can be read of these bytes, as a file in the folder. */
async function readAll(format: ArrayFormat, folder: string, bytes: Uint8Array): Promise<void> {
  const path = join(folder, 'x.arrow');
  writeFileSync(path, bytes);
  for (const { name, spec } of await entriesOf(format, path)) {
    if (!spec) continue;
    const [dataset, read] = await readArray(format, path, name);
    expect(read.byteLength).toBe(arrayNbytes(dataset.spec));
  }
}

/** Read, or refused in a sentence that names the file. */
async function expectClear(format: ArrayFormat, folder: string, bytes: Uint8Array, what: string): Promise<void> {
  const outcome = await readAll(format, folder, bytes).then(
    () => true,
    (error: unknown) => error,
  );
  if (outcome !== true) expect(outcome, what).toMatchObject({ kind: expect.stringMatching(/^(format|argument)$/) });
}

const small = tableFromArrays({ a: new Float64Array(10), b: Int32Array.from({ length: 10 }, (_, at) => at) });

const FILES = [
  ['file', arrow, tableToIPC(small, 'file')],
  ['stream', arrowStream, tableToIPC(small, 'stream')],
] as const;

const LIES = [0x3fff_ffff, 0x7fff_ffff, -1, -8, 0x10_0000];

describe.for(FILES)('a damaged %s', ([, format, whole]) => {
  test('is refused in a sentence, cut anywhere, or holds what is there', async () => {
    const folder = scratchFolder();
    for (let length = 0; length < whole.byteLength; length += caseCount(13, 7)) {
      await expectClear(format, folder, whole.subarray(0, length), `cut at ${length}`);
    }
  });

  test('is refused in a sentence or read, with any byte changed', async () => {
    const folder = scratchFolder();
    for (let at = 0; at < whole.byteLength; at += caseCount(13, 7)) {
      const bytes = new Uint8Array(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0x55;
      await expectClear(format, folder, bytes, `byte ${at} changed`);
    }
  });

  test.for([...LIES.entries()])('may have any number in place of any other: %i, %i', async ([first, lie]) => {
    const folder = scratchFolder();
    const places = Array.from({ length: whole.byteLength / 4 - 2 }, (_, index) => 8 + 4 * index);
    for (const at of every(LIES.length, places, first)) {
      const bytes = Buffer.from(whole);
      bytes.writeInt32LE(lie, at);
      await expectClear(format, folder, bytes, `${lie} at byte ${at}`);
    }
  });
});

describe('compressed buffers', () => {
  test.for(['lz4.arrow', 'zstd.arrow'])('are refused in a sentence or read, with bytes changed: %s', async (name) => {
    const whole = readFileSync(fixturePath('arrow', name));
    const folder = scratchFolder();
    for (let at = 1000; at < 16_000; at += 997) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0xff;
      await expectClear(arrow, folder, bytes, `byte ${at} changed`);
    }
  });

  test('that state more bytes than their rows have are not decompressed', async () => {
    const bytes = readFileSync(fixturePath('arrow', 'blocks.feather'));
    const folder = scratchFolder();
    const stated = Buffer.alloc(8);
    stated.writeBigInt64LE(320_000n);
    const at = bytes.indexOf(stated);
    for (const lie of [2n ** 40n, 2n ** 20n, 319_999n, -2n]) {
      bytes.writeBigInt64LE(lie, at);
      await expect(readAll(arrow, folder, bytes), String(lie)).rejects.toThrow(
        /column 'x' .* is damaged: it has -?\d+ bytes/,
      );
    }
  });
});

/** Of the lz4 library, version 1.9.4: linked blocks, checksums of each and of all, and the size. */
const CHECKED_FRAME = [
  'BCJNGFxA4KUBAAAAAABFFAEAADRhYmMDABRkCQAPDAD/////////////////////////////////////////////////////////',
  '////////////////////////////////////////////////////////////////////////////////////////////////////',
  '////////////////////////////////////////////////////////////////////////////////////////////////////',
  '////////////////////////////////////////////////////////////////////////////////////1FBkYWJjYVRMgOmz',
  'AAAAA///D/z/////////////////////////////////////////////////////////////////////////////////////////',
  '////////////////////////////////////////////////////////////////////////////////////////////////////',
  '/////////////////////////////////2dQYmNhYmQqvn5FAAAAAMAN3yc=',
].join('');

describe('an LZ4 frame', () => {
  const frame = Buffer.from(CHECKED_FRAME, 'base64');
  const text = Buffer.from('abcabcabcabd'.repeat(9000));

  test('with checksums and its size is read', async () => {
    expect(Buffer.from(await decodeLz4Frame(frame, text.byteLength)).equals(text)).toBe(true);
  });

  test('is refused with any bit changed, cut off, or of another size', async () => {
    for (let at = 0; at < frame.byteLength; at++) {
      const damaged = Buffer.from(frame);
      damaged[at] = (damaged[at] ?? 0) ^ 0x10;
      await expect(decodeLz4Frame(damaged, text.byteLength), `byte ${at}`).rejects.toThrow(/LZ4 frame/);
      await expect(decodeLz4Frame(frame.subarray(0, at), text.byteLength), `cut at ${at}`).rejects.toThrow(/LZ4 frame/);
    }
    await expect(decodeLz4Frame(frame, text.byteLength - 1)).rejects.toThrow('instead of');
  });
});
