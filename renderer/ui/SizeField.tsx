import { parseSizeText } from '../../shared/format/sizes.js';
import { formatCount } from '../format/counts.js';
import { spellSize } from '../format/size-text.js';
import { formatBytes } from '../format/sizes.js';
import { ParsedField } from './ParsedField.js';
import type { TextFieldProps } from './TextField.js';

interface Props extends Omit<TextFieldProps, 'value' | 'onChange' | 'after' | 'min' | 'max'> {
  readonly sizeBytes: number;
  readonly onChange: (sizeBytes: number) => void;
  /** Both inclusive. */
  readonly minBytes: number;
  readonly maxBytes: number;
}

/** The limits of a chunk: below, the headers would be larger than the data; above, Blosc cannot. */
export const minChunk = 1024;
export const largestChunk = 2_147_483_631;

/** A text field for a size (`1M`, `128K`, `1 MiB`, `1MB`), with the parsed number of bytes beside it. */
export function SizeField({ sizeBytes, onChange, minBytes, maxBytes, ...rest }: Props) {
  const parse = (text: string) => {
    const parsed = parseSizeText(text);
    return parsed !== undefined && parsed >= minBytes && parsed <= maxBytes ? parsed : undefined;
  };
  return (
    <ParsedField
      {...rest}
      value={sizeBytes}
      onChange={onChange}
      print={spellSize}
      parse={parse}
      problem={(text) =>
        `${text.trim() === '' ? 'A size such as 1M' : `'${text}' is not used: a size`} from ${spellSize(minBytes)} to ${formatBytes(maxBytes)} is needed.`
      }
      after={`${formatCount(sizeBytes)} B`}
    />
  );
}
