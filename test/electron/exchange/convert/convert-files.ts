import { joinArrayName } from '../../../../electron/exchange/array-name.js';
import {
  type ConvertOptions,
  type ConvertResult,
  convertArrays,
} from '../../../../electron/exchange/convert/convert.js';
import { findArrays, listArrays } from '../../../../electron/exchange/find-arrays.js';
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
    for await (const { name } of listArrays(found, {})) {
      yield {
        name: joinArrayName({ path: found.path, name }),
        target: name,
        open: () => found.format.open(found.path, name, {}),
      };
    }
  }
  return convertArrays(inputs(), target.format, target.path, options);
}
