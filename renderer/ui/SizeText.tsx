import { useFormat } from '../format/format-context.js';

interface Props {
  readonly sizeBytes: number;
}

/** A size in the units of the settings, with the exact bytes in the tooltip. */
export function SizeText({ sizeBytes }: Props) {
  const format = useFormat();
  return (
    <span className="nowrap" title={format.bytes(sizeBytes)}>
      {format.size(sizeBytes)}
    </span>
  );
}
