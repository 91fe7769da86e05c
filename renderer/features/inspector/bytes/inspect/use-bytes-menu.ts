import type { MenuEntry } from '../../../../ui/menu-entry.js';
import { useSelection } from '../../model/selection.js';
import { useView } from '../../model/view.js';
import { hexOffset } from '../hex/byte-words.js';
import type { ByteRange } from '../hex/folds.js';
import { type CopyFormName, copyForms } from './copy-forms.js';

interface Options {
  readonly range: ByteRange;
  readonly copy: (form: CopyFormName) => void;
  readonly selectField: () => void;
}

/** What can be done with the selected bytes. */
export function useBytesMenu({ range, copy, selectField }: Options): readonly MenuEntry[] {
  const { selection } = useSelection();
  const { show } = useView();
  // The keys of the table are the forms.
  const forms = Object.keys(copyForms) as CopyFormName[];
  return [
    ...forms.map(
      (form): MenuEntry => ({
        kind: 'command',
        label: `Copy as ${copyForms[form].label}`,
        onSelect: () => copy(form),
        ...(form === 'hex' && { keys: 'Ctrl+C' }),
      }),
    ),
    {
      kind: 'command',
      label: 'Copy offset',
      onSelect: () => void navigator.clipboard.writeText(hexOffset(range.start)),
    },
    { kind: 'separator' },
    { kind: 'command', label: 'Select the whole field', keys: 'Enter', onSelect: selectField },
    {
      kind: 'command',
      label: 'Show in Chunks',
      onSelect: () => show('chunks'),
      disabled: selection.chunkIndex === undefined,
    },
  ];
}
