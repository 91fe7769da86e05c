import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dtype } from '../../../../shared/format/numpy/dtype.js';
import { parseDtype } from '../../../../shared/format/numpy/dtype-parse.js';
import { dtypeDescrRepr } from '../../../../shared/format/numpy/dtype-print.js';
import { printNpyHeader } from '../../../../shared/format/numpy/npy-header.js';
import { formatElement, readElement } from '../../../../shared/format/numpy/values.js';
import { dtypeArbitrary, scalarArbitrary } from './dtype-arbitrary.js';

/** The system's Python: Debian's python3-numpy is 1.24, whose output is in the tables of these tests. */
const PYTHON = '/usr/bin/python3';

/** Reads JSON rows from stdin and writes as many to stdout. Text is JSON in ASCII in both directions. */
const PREAMBLE = `
import ast, io, json, sys, warnings
import numpy as np
from numpy.lib import format as npy
warnings.simplefilter('ignore')
def answer(function):
    json.dump([function(*row) for row in json.load(sys.stdin)], sys.stdout)
`;

/** For [descr, fortranOrder, shape]: the descr printed again, the item size, the .npy header in hex. */
const DTYPES = `${PREAMBLE}
def describe(text, fortran_order, shape):
    dtype = npy.descr_to_dtype(ast.literal_eval(text))
    descr = npy.dtype_to_descr(dtype)
    header = io.BytesIO()
    npy._write_array_header(header, {'descr': descr, 'fortran_order': fortran_order, 'shape': tuple(shape)})
    return [repr(descr), dtype.itemsize, header.getvalue().hex()]
answer(describe)
`;

/** For [dtype.str, bytes in hex]: str of the scalar. */
const SCALARS = `${PREAMBLE}
def text(type, data):
    return str(np.frombuffer(bytes.fromhex(data), np.dtype(type))[0])
answer(text)
`;

function ask(program: string, rows: readonly unknown[]): unknown[] {
  const run = spawnSync(PYTHON, ['-c', program], { input: JSON.stringify(rows), maxBuffer: 2 ** 28, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`${PYTHON} failed: ${run.stderr}`);
  // The programs above return a list.
  return JSON.parse(run.stdout) as unknown[];
}

function numpyVersion(): string | undefined {
  const run = spawnSync(PYTHON, ['-c', 'import numpy; print(numpy.__version__)'], { encoding: 'utf8' });
  return run.status === 0 ? run.stdout.trim() : undefined;
}

const version = numpyVersion();
const MISSING = `SKIPPED, NOT CHECKED AGAINST NUMPY: ${PYTHON} has no numpy (apt install python3-numpy)`;
const NEWER = `SKIPPED: numpy ${version} spells short floats differently from 1.24`;

describe('numpy itself', () => {
  it('prints hundreds of dtypes and their .npy headers in the same way', (context) => {
    context.skip(version === undefined, MISSING);
    const shape = fc.array(fc.nat({ max: 10 ** 5 }), { maxLength: 3 });
    const triple = fc.tuple(dtypeArbitrary, fc.boolean(), shape);
    const samples = fc.sample(triple, { numRuns: 500, seed: 20140719 });
    const answers = ask(
      DTYPES,
      samples.map(([dtype, ...rest]) => [dtypeDescrRepr(dtype), ...rest]),
    );
    samples.forEach(([dtype, fortranOrder, dimensions], index) => {
      const header = Buffer.from(printNpyHeader({ dtype, fortranOrder, shape: dimensions })).toString('hex');
      expect(answers[index]).toEqual([dtypeDescrRepr(dtype), dtype.itemsize, header]);
      expect(parseDtype(dtypeDescrRepr(dtype))).toEqual(dtype);
    });
  });

  it('prints thousands of scalars in the same way', (context) => {
    context.skip(version === undefined, MISSING);
    context.skip(!version?.startsWith('1.'), NEWER);
    const plain = scalarArbitrary.filter((dtype) => dtype.kind === 'scalar' && isPrintedByNumpy(dtype.code));
    const row = plain.chain((dtype) =>
      fc.tuple(fc.constant(dtype), fc.uint8Array({ minLength: dtype.itemsize, maxLength: dtype.itemsize })),
    );
    const samples = fc.sample(row, { numRuns: 4000, seed: 20140719 });
    const rows = samples.map(([dtype, bytes]) => [dtypeStrOf(dtype), Buffer.from(bytes).toString('hex')]);
    const answers = ask(SCALARS, rows);
    samples.forEach(([dtype, bytes], index) => {
      const text = formatElement(dtype, readElement(dtype, Uint8Array.from(bytes), 0));
      expect([...(rows[index] ?? []), text]).toEqual([...(rows[index] ?? []), answers[index]]);
    });
  });
});

/** Not U, whose random bytes are no code points; not M and m, whose multiples overflow in numpy. */
function isPrintedByNumpy(code: string): boolean {
  return !['U', 'M', 'm'].includes(code);
}

/** `dtype.str` without its quotes. */
function dtypeStrOf(dtype: Dtype): string {
  return dtypeDescrRepr(dtype).slice(1, -1);
}
