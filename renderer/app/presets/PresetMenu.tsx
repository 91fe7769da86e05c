import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import type { CompressOptions } from '../../../shared/contract/intake.js';
import { Button } from '../../ui/Button.js';
import { Dialog } from '../../ui/Dialog.js';
import { Field } from '../../ui/Field.js';
import { IconButton } from '../../ui/IconButton.js';
import { Menu } from '../../ui/Menu.js';
import type { MenuEntry } from '../../ui/menu-entry.js';
import { TextField } from '../../ui/TextField.js';
import { useToast } from '../../ui/Toasts.js';
import { useSettings } from '../settings-context.js';
import { presetNameProblem, withoutPreset, withPreset, withRenamedPreset } from './presets.js';

interface Props {
  /** The chosen preset; undefined when the options are those of none. */
  readonly preset: string | undefined;
  /** The options to save. */
  readonly options: CompressOptions;
  /** After the options were saved as a preset. */
  readonly onSaved?: (name: string) => void;
}

type Naming = { readonly kind: 'save' } | { readonly kind: 'rename'; readonly name: string };

/** Saves the options as a preset, and renames or deletes the chosen one. Every change can be undone. */
export function PresetMenu({ preset, options, onSaved }: Props) {
  const { settings, change } = useSettings();
  const toast = useToast();
  const [naming, setNaming] = useState<Naming>();
  const { presets, defaultPreset } = settings;
  const changeWithUndo = (changes: Parameters<typeof change>[0], text: string) => {
    change(changes);
    toast({ text, undo: () => change({ presets, defaultPreset }) });
  };
  const onNamed = (name: string) => {
    if (naming?.kind === 'rename') {
      changeWithUndo(withRenamedPreset(settings, naming.name, name), `The preset is called '${name}' now.`);
    } else {
      changeWithUndo(withPreset(settings, name, options), `The preset '${name}' is saved.`);
      onSaved?.(name);
    }
    setNaming(undefined);
  };
  const entries: readonly MenuEntry[] = [
    { kind: 'command', label: 'Save as a preset…', onSelect: () => setNaming({ kind: 'save' }) },
    {
      kind: 'command',
      label: preset === undefined ? 'Rename…' : `Rename '${preset}'…`,
      disabled: preset === undefined,
      onSelect: () => preset !== undefined && setNaming({ kind: 'rename', name: preset }),
    },
    { kind: 'separator' },
    {
      kind: 'command',
      label: preset === undefined ? 'Delete' : `Delete '${preset}'`,
      disabled: preset === undefined || presets.length === 1,
      danger: true,
      onSelect: () =>
        preset !== undefined && changeWithUndo(withoutPreset(settings, preset), `The preset '${preset}' is deleted.`),
    },
  ];
  return (
    <>
      <Menu align="end" entries={entries} trigger={<IconButton icon={Ellipsis} label="Manage presets" />} />
      {naming && <NameDialog naming={naming} onNamed={onNamed} onClose={() => setNaming(undefined)} />}
    </>
  );
}

interface NameDialogProps {
  readonly naming: Naming;
  readonly onNamed: (name: string) => void;
  readonly onClose: () => void;
}

function NameDialog({ naming, onNamed, onClose }: NameDialogProps) {
  const { settings } = useSettings();
  const own = naming.kind === 'rename' ? naming.name : undefined;
  const [name, setName] = useState(own ?? '');
  const problem = presetNameProblem(settings, name, own);
  const confirm = () => {
    if (problem === undefined) onNamed(name.trim());
  };
  return (
    <Dialog
      open
      onClose={onClose}
      width="small"
      title={own === undefined ? 'Save as a preset' : `Rename '${own}'`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled={problem !== undefined} onClick={confirm}>
            {own === undefined ? 'Save' : 'Rename'}
          </Button>
        </>
      }
    >
      <Field label="Name of the preset" error={name === '' ? undefined : problem}>
        <TextField
          value={name}
          maxLength={60}
          onChange={setName}
          onKeyDown={({ key }) => {
            if (key === 'Enter') confirm();
          }}
        />
      </Field>
    </Dialog>
  );
}
