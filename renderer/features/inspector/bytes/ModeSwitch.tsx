import { SegmentedControl } from '../../../ui/SegmentedControl.js';
import { hasChunks } from '../model/chunked.js';
import { useDocument } from '../model/document-context.js';

export type BytesMode = 'hex' | 'planes';

interface Props {
  readonly mode: BytesMode;
  readonly onMode: (mode: BytesMode) => void;
}

/** Switches between the bytes of the file and the byte planes of a block; only chunks have blocks. */
export function ModeSwitch({ mode, onMode }: Props) {
  const { overview } = useDocument();
  return (
    <SegmentedControl
      size="small"
      label="Bytes as"
      value={mode}
      segments={[
        { value: 'hex', label: 'Hex' },
        { value: 'planes', label: 'Byte planes', disabled: !hasChunks(overview) },
      ]}
      onChange={onMode}
    />
  );
}
