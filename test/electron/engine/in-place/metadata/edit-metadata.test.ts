import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Container } from '../../../../../electron/engine/container/container.js';
import { journalPathOf } from '../../../../../electron/engine/in-place/journal/journal-file.js';
import { editMetadata } from '../../../../../electron/engine/in-place/metadata/edit-metadata.js';
import { withKeys } from '../../../../../electron/engine/in-place/metadata/json-object.js';
import { WriteLock } from '../../../../../electron/engine/in-place/write-lock.js';
import { unpackBytesFromFile } from '../../../../../electron/engine/pack/convenience.js';
import { JsonFloat, type JsonValue, parseJson, printJson } from '../../../../../shared/format/json.js';
import { metadataSectionBytes } from '../../../../../shared/format/metadata-section.js';
import { caseCount } from '../../../../cases.js';
import { manifest } from '../../../../fixtures.js';
import { writableCopy } from './writable-copy.js';

const SECTION_AT = 32;
const withMetadata = manifest.golden.filter(({ header }) => header.metadata);
const withoutMetadata = manifest.golden.filter(({ header }) => !header.metadata);

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const setKey = (key: string, value: JsonValue) => (old: JsonValue | undefined) =>
  withKeys(old, { assigned: new Map([[key, value]]), deleted: [] });

async function metadataText(path: string): Promise<string> {
  const { metadata } = await unpackBytesFromFile(path);
  return metadata === undefined ? '' : printJson(metadata);
}

describe('changes in place, in every golden file with metadata,', () => {
  test.each(withMetadata)('$name: the section and no other byte', async ({ file }) => {
    const path = writableCopy(file);
    const before = readFileSync(path);
    const oldText = await metadataText(path);
    const { how, header, roomBytes } = await editMetadata(path, setKey('v', 7));
    const after = readFileSync(path);
    const sectionEnd = SECTION_AT + metadataSectionBytes(header);
    expect(how).toBe('in-place');
    expect(after.subarray(0, SECTION_AT)).toEqual(before.subarray(0, SECTION_AT));
    expect(after.subarray(sectionEnd)).toEqual(before.subarray(sectionEnd));
    expect(await metadataText(path)).toBe(`${oldText.slice(0, -1)},"v":7}`);
    const kept = [before.readUInt32LE(SECTION_AT + 16), before[SECTION_AT + 9], before[SECTION_AT + 11]];
    expect([after.readUInt32LE(SECTION_AT + 16), after[SECTION_AT + 9], after[SECTION_AT + 11]]).toEqual(kept);
    expect(roomBytes).toBe(kept[0]);
    expect(readdirSync(dirname(path))).toHaveLength(1);
  });
});

describe('gives metadata, with a rewrite that copies the chunks, to every golden file without,', () => {
  test.each(withoutMetadata)('$name', async ({ file, plain_sha256, plain_nbytes }) => {
    const path = writableCopy(file);
    const { how, roomBytes } = await editMetadata(path, () => ({ unit: 'mm' }));
    expect([how, roomBytes]).toEqual(['rewrite', 130]);
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(dirname(path))).toHaveLength(1);
    const { bytes, metadata } = await unpackBytesFromFile(path);
    expect([sha256(bytes), printJson(metadata ?? null)]).toEqual([plain_sha256, '{"unit":"mm"}']);
    const container = await Container.open(path);
    expect(sha256(await container.readBytes(0, plain_nbytes))).toBe(plain_sha256);
    await container.close();
  });
});

test('keeps floats, large integers and the order of the keys', async () => {
  const path = writableCopy('golden/metadata_small.blp');
  const text = '{"10":1.0,"2":12345678901234567890,"z":1e22,"a":-0.0}';
  await editMetadata(path, () => parseJson(text));
  await editMetadata(path, setKey('2', new JsonFloat(3)));
  expect(await metadataText(path)).toBe('{"10":1.0,"2":3.0,"z":1e+22,"a":-0.0}');
});

test('any sequence of metadata is read as it was set, and the data do not change', async () => {
  const path = writableCopy('golden/metadata_no_offsets.blp');
  const { bytes } = await unpackBytesFromFile(path);
  const values = fc.json({ maxDepth: 3 }).map(parseJson);
  await fc.assert(
    fc.asyncProperty(values, fc.constantFrom('adler32', 'sha256', 'None'), async (value, metaChecksum) => {
      await editMetadata(path, () => value, { meta: { metaChecksum } });
      const found = await unpackBytesFromFile(path);
      expect(printJson(found.metadata ?? null)).toBe(printJson(value));
      expect(sha256(found.bytes)).toBe(sha256(bytes));
    }),
    { numRuns: caseCount(60) },
  );
});

describe('leaves the container as it was', () => {
  const failures: readonly [string, () => JsonValue, Parameters<typeof editMetadata>[2], string][] = [
    [
      'when the change throws',
      () => {
        throw new TypeError('no');
      },
      {},
      'no',
    ],
    [
      'when a rewrite is needed and not allowed',
      () => 'x'.repeat(9),
      { meta: { maxMetaSize: 5000 }, allowRewrite: false },
      'would have to be rewritten',
    ],
    [
      'when the requested room is too small',
      () => 'abcdefghi',
      { meta: { maxMetaSize: 5 } },
      'do not fit the requested room',
    ],
    ['when it is cancelled', () => 1, { signal: AbortSignal.abort() }, 'cancelled'],
  ];
  test.each(failures)('%s', async (_title, change, options, message) => {
    const path = writableCopy('golden/metadata_small.blp');
    const before = readFileSync(path);
    await expect(editMetadata(path, change, options)).rejects.toThrow(message);
    expect(readFileSync(path)).toEqual(before);
    expect(readdirSync(dirname(path))).toHaveLength(1);
  });

  test('when another process is changing it, which is named', async () => {
    const path = writableCopy('golden/metadata_small.blp');
    const lock = await WriteLock.acquire(path, 'append');
    await expect(editMetadata(path, () => 1)).rejects.toMatchObject({
      code: 'EBUSY',
      message: expect.stringContaining('(append, since'),
    });
    await lock.release();
    expect((await editMetadata(path, () => 1)).how).toBe('in-place');
    expect(existsSync(journalPathOf(path))).toBe(false);
  });
});

describe('protects an array', () => {
  const changes: readonly [string, JsonValue, string | undefined][] = [
    ['takes other keys', { dtype: "'<i4'", shape: [20, 30], order: 'C', container: 'numpy', unit: 'mm' }, undefined],
    [
      'takes another shape of the same size',
      { dtype: "'<i4'", shape: [600], order: 'C', container: 'numpy' },
      undefined,
    ],
    [
      'takes another dtype of the same size',
      { dtype: "'<f8'", shape: [300], order: 'C', container: 'numpy' },
      undefined,
    ],
    [
      'refuses a shape of another size',
      { dtype: "'<i4'", shape: [20, 31], order: 'C', container: 'numpy' },
      'would need 2480 bytes, but the container holds 2400',
    ],
    [
      'refuses a broken dtype',
      { dtype: 'x', shape: [600], order: 'C', container: 'numpy' },
      'would not describe a numpy array',
    ],
    ['refuses to make it plain bytes', { title: 'mine' }, 'no longer say that the data are a numpy array'],
  ];
  test.each(changes)('%s', async (_title, metadata, refusal) => {
    const path = writableCopy('golden/ndarray_2d_C.blp');
    const edit = editMetadata(path, () => metadata);
    if (refusal === undefined) expect((await edit).how).toBe('in-place');
    else await expect(edit).rejects.toMatchObject({ kind: 'argument', message: expect.stringContaining(refusal) });
  });

  test('unless it is forced', async () => {
    const path = writableCopy('golden/ndarray_2d_C.blp');
    expect((await editMetadata(path, () => ({ title: 'mine' }), { force: true })).how).toBe('in-place');
  });

  test('allows correcting metadata that no longer fit, and setting other keys', async () => {
    const path = writableCopy('golden/ndarray_2d_C.blp');
    await editMetadata(path, setKey('shape', [1]), { force: true });
    await editMetadata(path, setKey('unit', 'mm'));
    await editMetadata(path, setKey('shape', [20, 30]));
    expect(await metadataText(path)).toContain('"shape":[20,30]');
  });
});

describe('damaged metadata', () => {
  const replaceable = ['metadata_flip', 'metadata_size_lies', 'metadata_zip_bomb', 'metadata_magic_unknown'];

  test.each(replaceable)('%s are refused, and replaced on request', async (name) => {
    const path = writableCopy(`corrupt/${name}.blp`);
    const before = readFileSync(path);
    await expect(editMetadata(path, () => ({ a: 1 }))).rejects.toThrow(/metadata/);
    expect(readFileSync(path)).toEqual(before);
    await editMetadata(path, (old) => (old === undefined ? { a: 1 } : 'old'), { replaceDamaged: true });
    expect(await metadataText(path)).toBe('{"a":1}');
  });

  test('are not replaced when their lengths are damaged too', async () => {
    const path = writableCopy('corrupt/metadata_flip.blp');
    const bytes = readFileSync(path);
    bytes.writeUInt32LE(bytes.readUInt32LE(SECTION_AT + 16) + 8, SECTION_AT + 16);
    writeFileSync(path, bytes);
    await expect(editMetadata(path, () => 1, { replaceDamaged: true })).rejects.toMatchObject({ kind: 'format' });
    expect(readFileSync(path)).toEqual(bytes);
  });
});
