import { describe, expect, test } from 'vitest';
import { exportJobs } from '../../../../electron/jobs/queue/export-queue.js';
import { JobRecord } from '../../../../electron/jobs/queue/job-record.js';
import type { JobSpec } from '../../../../electron/jobs/queue/job-spec.js';
import { blpkCommand } from '../../../../electron/jobs/report/command-line.js';
import { pythonSnippet } from '../../../../electron/jobs/report/python-snippet.js';
import type { SourceFacts } from '../../../../electron/jobs/run/job-service.js';
import { quoteWord } from '../../../../shared/commands/blpk-command.js';
import { appendSpec, compressSpec, convertSpec, decompressSpec, OPTIONS, repairSpec, verifySpec } from '../specs.js';

const npy: SourceFacts = { kind: 'npy', sourceBytes: 1000, itemsize: 3 };
const raw = { skipBytes: 4, descr: '<f4', shape: [2], order: 'C' } as const;

describe('the blpk command of a job', () => {
  test.each<[string, JobSpec, SourceFacts | undefined, string]>([
    [
      'an array',
      compressSpec('/d/a.npy'),
      npy,
      'blpk pack -c lz4 -l 5 --shuffle byte -z 1M -k adler32 /d/a.npy /d/a.npy.blp',
    ],
    [
      'plain bytes with everything set',
      compressSpec('/d/it is', {
        overwrite: true,
        options: { ...OPTIONS, typesize: 4, chunkSizeBytes: 1000, blocksizeBytes: 2048, offsets: false },
      }),
      undefined,
      "blpk -f compress -t 4 -c lz4 -l 5 --shuffle byte -z 1000 --blocksize 2K -k adler32 -o '/d/it is' '/d/it is.blp'",
    ],
    [
      'a container without room for appending',
      compressSpec('/d/a.npy', { options: { ...OPTIONS, appendable: false } }),
      npy,
      'blpk pack -c lz4 -l 5 --shuffle byte -z 1M -k adler32 --max-app-chunks 0 /d/a.npy /d/a.npy.blp',
    ],
    [
      'one array of an archive',
      compressSpec('/d/a.npz', { member: "it's" }),
      undefined,
      "blpk pack -c lz4 -l 5 --shuffle byte -z 1M -k adler32 '--member=it'\\''s' /d/a.npz /d/a.npz.blp",
    ],
    [
      'an array in a file of another name',
      compressSpec('/d/a.bin'),
      npy,
      'blpk pack -c lz4 -l 5 --shuffle byte -z 1M -k adler32 /d/a.bin /d/a.bin.blp',
    ],
    [
      'a container on a server',
      decompressSpec('https://host/a.blp', '/d/a.npy', { address: 'whole' }),
      { kind: 'container', sourceBytes: 1000, itemsize: 3 },
      'blpk unpack https://host/a.blp /d/a.npy',
    ],
    [
      'one array of an archive that is appended',
      { ...appendSpec('/d/b.npz', '/d/a.blp', ''), member: 'x' },
      undefined,
      'blpk append --member=x /d/a.blp /d/b.npz',
    ],
    ['a container with an array', decompressSpec('/d/a.blp', '/d/a.npy'), undefined, 'blpk unpack /d/a.blp /d/a.npy'],
    ['a container of another name', decompressSpec('/d/a.bin', '/d/a'), undefined, 'blpk decompress -e /d/a.bin /d/a'],
    [
      'a .npy file that was compressed as plain bytes',
      decompressSpec('/d/a.npy.blp', '/d/a.npy'),
      { kind: 'container', sourceBytes: 10 },
      'blpk decompress /d/a.npy.blp /d/a.npy',
    ],
    ['a check', verifySpec('/d/a.blp'), undefined, 'blpk verify /d/a.blp'],
    ['a repair', repairSpec('/d/a.blp'), undefined, 'blpk repair /d/a.blp /d/a.repaired.blp'],
    ['a conversion', convertSpec('/d/a.blp', '/d/a.h5'), undefined, 'blpk convert /d/a.blp /d/a.h5'],
    [
      'a conversion of one of several arrays',
      { ...convertSpec('/d/a.h5', '/d/x.npy'), member: '/g/x', sourceFormat: 'hdf5' },
      undefined,
      'blpk convert /d/a.h5::/g/x /d/x.npy',
    ],
    ['an append', appendSpec('/d/b.npy', '/d/a.blp', ''), npy, 'blpk append /d/a.blp /d/b.npy'],
    [
      'an append that has everything set',
      {
        ...appendSpec('/d/b', '/d/a', ''),
        options: { ...OPTIONS, codec: 'zstd', shuffle: 'bit' },
        append: { grow: true, headerBefore: '' },
      },
      undefined,
      'blpk append -c zstd -l 5 --shuffle bit --grow -e /d/a /d/b',
    ],
  ])('packs or unpacks %s', (_, spec, source, command) => {
    expect(blpkCommand(spec, source, 'linux')).toEqual({ command });
  });

  test('says why there is none for typed raw bytes', () => {
    const spec = compressSpec('/d/a', { raw: { ...raw, shape: [2] } });
    expect(blpkCommand(spec)).toEqual({ reason: expect.stringMatching(/\.$/) });
  });

  test.each([
    ["it's", 'linux', "'it'\\''s'"],
    ['a$b', 'linux', "'a$b'"],
    ['C:\\data\\a b.npy', 'win32', '"C:\\data\\a b.npy"'],
    ['C:\\data\\a.npy', 'win32', 'C:\\data\\a.npy'],
  ] as const)('quotes %s on %s', (word, platform, quoted) => {
    expect(quoteWord(word, platform)).toBe(quoted);
  });
});

describe('the Python of a job', () => {
  test('packs an array in whole items, as the engine does', () => {
    expect(pythonSnippet(compressSpec('/d/a.npy'), npy)).toBe(
      [
        'import blosc',
        'import bloscpack as bp',
        'import numpy as np',
        '',
        'array = np.load("/d/a.npy")',
        '',
        'bp.pack_ndarray_to_file(',
        '    array,',
        '    "/d/a.npy.blp",',
        '    chunk_size=1048575,',
        "    blosc_args=bp.BloscArgs(clevel=5, shuffle=blosc.SHUFFLE, cname='lz4'),",
        "    bloscpack_args=bp.BloscpackArgs(offsets=True, checksum='adler32'),",
        ')',
        '',
      ].join('\n'),
    );
  });

  test.each<[string, JobSpec, string]>([
    ['a member', compressSpec('/d/a.npz', { member: 'x' }), 'array = np.load("/d/a.npz")["x"]'],
    ['typed bytes', compressSpec('/d/a', { raw: { ...raw, shape: [2] } }), "array.reshape((2,), order='C')"],
    ['plain bytes', compressSpec('/d/a'), 'bp.pack_file_to_file('],
    ['an array to unpack', decompressSpec('/d/a.blp', '/d/a.npy'), 'bp.unpack_ndarray_from_file("/d/a.blp")'],
    ['bytes to unpack', decompressSpec('/d/a.blp', '/d/a'), 'bp.unpack_file_from_file("/d/a.blp", "/d/a")'],
    [
      'a conversion to HDF5',
      convertSpec('/d/a.blp', '/d/a.h5'),
      `h5py.File("/d/a.h5", 'w') as file:\n    file['data'] = array`,
    ],
    ['a conversion to Zarr', convertSpec('/d/a.blp', '/d/a.zarr'), 'zarr.save_array("/d/a.zarr", array)'],
    ['a conversion to one file of Zarr', convertSpec('/d/a.blp', '/d/a.zarr.zip'), 'ZipStore("/d/a.zarr.zip", mode='],
    [
      'a conversion of an array of HDF5',
      { ...convertSpec('/d/a.h5', '/d/x.npy'), member: '/g/x', sourceFormat: 'hdf5' },
      `file = h5py.File("/d/a.h5", 'r')\narray = file["/g/x"][()]\nnp.save("/d/x.npy", array)`,
    ],
    ['a conversion to numpy', convertSpec('/d/a.blp', '/d/a.npy'), 'np.save("/d/a.npy", array)'],
    [
      'a block size',
      compressSpec('/d/a', { options: { ...OPTIONS, blocksizeBytes: 4096 } }),
      'blosc.set_blocksize(4096)\n',
    ],
  ])('knows %s', (_, spec, line) => {
    expect(pythonSnippet(spec)).toContain(line);
  });
});

describe('an export', () => {
  const jobs = [new JobRecord('1', 'b', compressSpec('/d/a, "b"\tc'))];
  const about = { nowMs: 0, versions: 'C-Blosc 1' };

  test('quotes for CSV, and has a column for each step', () => {
    const [head, row] = exportJobs(jobs, 'csv', about).split('\n');
    expect(head).toMatch(
      /^input,member,output,action,state,.*preparingSeconds,workingSeconds,.*verdict,message,versions$/,
    );
    expect(row).toMatch(/^"\/d\/a, ""b""\tc",,/);
  });

  test('has as many cells in every line of TSV', () => {
    const [head = '', row = ''] = exportJobs(jobs, 'tsv', about).split('\n');
    expect(row.split('\t')).toHaveLength(head.split('\t').length);
  });

  test('is a list of objects as JSON', () => {
    expect(JSON.parse(exportJobs(jobs, 'json', about))).toMatchObject([{ state: 'waiting', codec: 'lz4' }]);
  });

  test('without jobs is only a line end', () => {
    expect(exportJobs([], 'csv', about)).toBe('\n');
  });
});
