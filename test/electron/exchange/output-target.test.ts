import { expect, test } from 'vitest';
import { OUTPUT_FORMATS } from '../../../electron/exchange/output-formats.js';
import { writableFormats } from '../../../electron/exchange/output-target.js';

test('the list of ids has every format that can be written', () => {
  expect([...writableFormats().keys()]).toEqual([...OUTPUT_FORMATS]);
});
