import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Inspector } from '../../../electron/inspect/inspector.js';
import type { DocumentOverview } from '../../../shared/contract/inspect/document.js';
import { isBloscpackError } from '../../../shared/format/errors.js';
import { caseCount, every } from '../../cases.js';
import { scratchFolder } from '../../scratch-folder.js';
import { bcolzChunk, writeCarray } from '../exchange/bcolz/bcolz-folder.js';
import { convert } from '../exchange/convert/convert-files.js';
import { type Json, put, withLies } from '../exchange/lies.js';
import * as DOCUMENTS from '../exchange/zarr/array-documents.js';
import { orderOf } from './inspectors.js';

/** More is not copied to be looked at: a changed shape may stand for petabytes of fill value. */
const MOST_BYTES = 2 ** 20;
const FORMAT = { kind: 'exact' } as const;

/** Looks at a file and its first array in every view. Whatever is wrong is said in one clear sentence. */
async function inspectEveryWay(path: string): Promise<readonly string[]> {
  const messages: string[] = [];
  const note = (message: string | undefined): void => {
    if (message === undefined) return;
    expect(message).toMatch(/^[^\n]{1,2000}$/);
    expect(message).not.toMatch(/undefined|NaN|\[object/);
    messages.push(message);
  };
  const attempt = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Error) || !isBloscpackError(error)) throw error;
      note(error.message);
      return undefined;
    }
  };
  const inspector = new Inspector(() => undefined);
  const view = async ({ document, problems, array, plainBytes = 0, chunks }: DocumentOverview): Promise<void> => {
    for (const { message } of problems) note(message);
    await attempt(() => inspector.calls['inspect.children']({ document, start: 0, count: 10 }));
    if (array && plainBytes < MOST_BYTES) {
      const plane = { held: array.shape.map(() => 0), ...(array.shape.length > 0 && { rowAxis: 0 }) };
      const cells = { document, plane, rowStart: 0, rowCount: 2, columnStart: 0, columnCount: 1, format: FORMAT };
      note((await attempt(() => inspector.calls['inspect.cells'](cells)))?.problem);
    }
    if (!chunks) return;
    const table = { document, start: 0, count: 10, orderBy: 'index', descending: false } as const;
    const page = await attempt(() => inspector.calls['inspect.chunks'](table));
    for (const { problem } of page?.rows ?? []) note(problem);
    await attempt(() => inspector.calls['inspect.summary']({ document }));
    await attempt(() => inspector.calls['inspect.codecs']({ document }));
    const details = await attempt(() => inspector.calls['inspect.chunk']({ document, chunkIndex: 0 }));
    for (const warning of details?.warnings ?? []) note(warning);
    await attempt(() => inspector.calls['inspect.planes']({ document, chunkIndex: 0, blockIndex: 0 }));
    await attempt(() => inspector.calls['inspect.locate']({ document, offsetBytes: 1, chunkIndex: 0 }));
  };
  try {
    const overview = await attempt(() => inspector.calls.open(orderOf(path)));
    if (overview) await view(overview);
    for (const { name, problem } of overview?.members?.slice(0, 2) ?? []) {
      note(problem);
      const member = await attempt(() => inspector.calls.open(orderOf(path, { member: name })));
      if (member) await view(member);
    }
  } finally {
    await inspector.end();
  }
  return messages;
}

/** No divisor of the number of lies, so that each value gets others. */
const someLies = (document: Json): readonly Json[] => every(11, [...withLies(document)]);

const BLOSC = { id: 'blosc', cname: 'lz4', clevel: 5, shuffle: 1 };
const V2 = { ...DOCUMENTS.V2, shape: [250, 30], chunks: [100, 20], compressor: BLOSC };
const bytes = { name: 'bytes', configuration: { endian: 'little' } };
const SHARDS = {
  ...DOCUMENTS.V3,
  codecs: [
    {
      name: 'sharding_indexed',
      configuration: {
        chunk_shape: [2, 4],
        codecs: [
          bytes,
          { name: 'blosc', configuration: { cname: 'lz4', clevel: 5, shuffle: 'noshuffle', blocksize: 0 } },
        ],
        index_codecs: [bytes],
      },
    },
  ],
} as const;

test.for([
  ['.zarray', V2],
  ['zarr.json', SHARDS],
] as const)('any lie in a %s is one clear sentence in the Inspector, or an array', async ([key, document]) => {
  const path = join(scratchFolder(), 'x.zarr');
  const chunk = bcolzChunk(new Uint8Array(8000), 4).subarray(16);
  put(path, { '0.0': chunk, '0.1': chunk.subarray(0, 20), 'c/0/0': new Uint8Array(100) });
  const lies = someLies(document);
  let said = 0;
  for (const lie of lies) {
    put(path, { [key]: lie });
    if ((await inspectEveryWay(path)).length > 0) said++;
  }
  expect(said).toBeGreaterThan(lies.length / 2);
});

test('any lie in the metadata of a carray is one clear sentence in the Inspector, or an array', async () => {
  const path = join(scratchFolder(), 'x.bcolz');
  writeCarray(path, new Uint8Array(400), { dtype: 'int32', itemsize: 4, shape: [100], chunkRows: 40 });
  const documents = {
    'meta/sizes': { shape: [100], nbytes: 400, cbytes: 0 },
    'meta/storage': { dtype: 'int32', chunklen: 40, cparams: {} },
  };
  let [tried, said] = [0, 0];
  for (const [key, document] of Object.entries(documents)) {
    for (const lie of someLies(document)) {
      tried++;
      put(path, { [key]: lie });
      if ((await inspectEveryWay(path)).length > 0) said++;
    }
    put(path, { [key]: document });
  }
  expect(said).toBeGreaterThan(tried / 3);
});

test('any changed byte of an HDF5 file, its chunks included, is one clear sentence in the Inspector, or another array', async () => {
  const folder = scratchFolder();
  put(folder, {
    'x.zarr/.zarray': { ...DOCUMENTS.V2, compressor: BLOSC, shape: [40], chunks: [20] },
    'x.zarr/0': bcolzChunk(new Uint8Array(80), 4).subarray(16),
  });
  const path = join(folder, 'x.h5');
  await convert(join(folder, 'x.zarr'), path);
  const whole = readFileSync(path);
  let [tried, said] = [0, 0];
  for (let at = 0; at < whole.byteLength; at += caseCount(31, 3)) {
    tried++;
    writeFileSync(path, whole.with(at, 0xff - (whole[at] ?? 0)));
    if ((await inspectEveryWay(path)).length > 0) said++;
  }
  expect(said).toBeGreaterThan(tried / 17);
});
