import { FormatError } from '../../../shared/format/errors.js';
import type { Dtype } from '../../../shared/format/numpy/dtype.js';
import { dtypeOfText, parseDescr } from '../../../shared/format/numpy/dtype-parse.js';
import { type PyValue, parsePythonLiteral } from '../../../shared/format/numpy/python-literal.js';
import { structOfOffsets } from '../struct-of-offsets.js';

const NUMBER_NAME = /^(bool|int|uint|float|complex)(8|16|32|64|96|128|192|256)?$/;
const TIME_NAME = /^(datetime|timedelta)64(\[.*\])?$/;
const TIME_CODES: Readonly<Record<string, string>> = { datetime: 'M', timedelta: 'm' };

/**
 * A dtype as Python's `str(dtype)` prints it: `float64`, `datetime64[ms]`, `>i4`, `|S5`, a list of fields, or the dict of a structure
 * with unused bytes. Throws FormatError('bad-dtype').
 */
export function dtypeOfPythonStr(text: string): Dtype {
  const [isNumber, kind = '', bits] = NUMBER_NAME.exec(text) ?? [];
  if (isNumber !== undefined && (kind === 'bool') === (bits === undefined)) {
    return dtypeOfText(kind === 'bool' ? '|b1' : `<${kind[0]}${Number(bits) / 8}`);
  }
  const [isTime, time = '', unit = ''] = TIME_NAME.exec(text) ?? [];
  if (isTime !== undefined) return dtypeOfText(`<${TIME_CODES[time]}8${unit}`);
  if (text === 'object') return dtypeOfText('|O');
  return text.startsWith('{') ? dtypeOfDict(text) : dtypeOfText(text);
}

/** `{'names': [..], 'formats': [..], 'offsets': [..], 'itemsize': ..}` */
function dtypeOfDict(text: string): Dtype {
  const literal = parsePythonLiteral(text);
  const members = literal !== null && typeof literal === 'object' && literal.kind === 'dict' ? literal.entries : [];
  const member = (name: string): PyValue | undefined => members.find(([key]) => key === name)?.[1];
  const [names, formats, offsets] = [items(member('names')), items(member('formats')), items(member('offsets'))];
  if (member('titles') !== undefined || names.length === 0 || formats.length !== names.length) throw notADtype(text);
  if (offsets.length !== names.length) throw notADtype(text);
  const fields = names.map((name, index) => {
    const format = formats[index];
    if (typeof name !== 'string' || format === undefined) throw notADtype(text);
    return { name, dtype: parseDescr(format), offset: integer(offsets[index]) };
  });
  return structOfOffsets(fields, integer(member('itemsize')));
}

function items(value: PyValue | undefined): readonly PyValue[] {
  return typeof value === 'object' && (value?.kind === 'list' || value?.kind === 'tuple') ? value.items : [];
}

function integer(value: PyValue | undefined): number {
  return typeof value === 'bigint' ? Number(value) : Number.NaN;
}

function notADtype(text: string): FormatError {
  return new FormatError(
    'bad-dtype',
    `'${text.slice(0, 60)}' is not a dtype with names, formats, offsets and itemsize`,
  );
}
