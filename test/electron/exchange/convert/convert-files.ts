import {
  type ConvertOptions,
  type ConvertResult,
  convertArrays,
} from '../../../../electron/exchange/convert/convert.js';
import { findArrays } from '../../../../electron/exchange/find-arrays.js';
import { openableArrays } from '../../../../electron/exchange/openable-arrays.js';
import { findOutput } from '../../../../electron/exchange/output-target.js';

/** Converts all arrays that a name stands for. */
export async function convert(
  input: string,
  output: string,
  options: ConvertOptions = {},
  to?: string,
): Promise<ConvertResult> {
  const found = await findArrays(input);
  const target = await findOutput(output, to);
  async function* inputs() {
    for await (const input of openableArrays(found, {})) yield { ...input, name: input.full, target: input.name };
  }
  return convertArrays(inputs(), target.format, target.path, options);
}
