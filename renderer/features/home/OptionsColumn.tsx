import { useState } from 'react';
import type { CheckAfter } from '../../../shared/contract/intake.js';
import { useFileChooser } from '../../app/files/use-file-chooser.js';
import { useIntakeOptions, useIntakeStore } from '../../app/intake/use-intake.js';
import { useSettings } from '../../app/settings-context.js';
import { useClient } from '../../data/client-context.js';
import { useAppInfo } from '../../data/use-app-info.js';
import { optionWords } from '../../format/option-words.js';
import { Button } from '../../ui/Button.js';
import { Field } from '../../ui/Field.js';
import { Select } from '../../ui/Select.js';
import { Switch } from '../../ui/Switch.js';
import { TextField } from '../../ui/TextField.js';
import { useFailureToast } from '../../ui/Toasts.js';
import styles from './intake.module.css';
import { OptionsEditor } from './OptionsEditor.js';

interface Props {
  /** The names of the outputs, from the template. */
  readonly names: string;
  /** Whether a file is compressed. */
  readonly compresses: boolean;
}

const checkLabels = {
  compare: 'Full compare with the source',
  verify: 'Checksums of the output',
  none: 'Nothing',
} as const satisfies Record<CheckAfter, string>;

/** The options for all files of the card. */
export function OptionsColumn({ names, compresses }: Props) {
  const store = useIntakeStore();
  const { nameTemplate, check, trashSources } = useIntakeOptions();
  const [typed, setTyped] = useState<string>();
  const info = useAppInfo();
  const isDesktop = info?.host === 'electron';
  return (
    <section className={styles.options} aria-label="Options" data-pane="">
      {compresses && <CompressionOptions />}
      <PlaceSelect />
      <Field label="Name" hint={names} error={typed === '' ? 'A name is needed, such as {stem}{ext}.blp.' : undefined}>
        <TextField
          mono
          maxLength={200}
          value={typed ?? nameTemplate}
          onChange={(text) => {
            setTyped(text);
            if (text !== '') store.edit({ nameTemplate: text });
          }}
          onBlur={() => setTyped(undefined)}
        />
      </Field>
      <Field label="Check after writing">
        <Select
          value={check}
          onChange={(chosen) => store.edit({ check: chosen })}
          options={(['compare', 'verify', 'none'] as const).map((value) => ({ value, label: checkLabels[value] }))}
        />
      </Field>
      <Switch
        checked={trashSources && isDesktop}
        disabled={!isDesktop || check === 'none'}
        onChange={(chosen) => store.edit({ trashSources: chosen })}
      >
        Move sources to the trash after the check
      </Switch>
      {info && !isDesktop && <p className="micro">There is no trash on the machine that serves this page.</p>}
    </section>
  );
}

function CompressionOptions() {
  const store = useIntakeStore();
  const { presets } = useSettings().settings;
  const { options, preset } = useIntakeOptions();
  const [isOpen, setOpen] = useState(false);
  const choose = (name: string) => {
    const chosen = presets.find((candidate) => candidate.name === name);
    if (chosen) store.edit({ options: chosen.options });
  };
  const names = [...presets.map(({ name }) => name), ...(preset === undefined ? ['Edited'] : [])];
  const [first, ...rest] = [options.codec, ...optionWords(options)];
  return (
    <>
      <Field label="Compression preset">
        <Select
          value={preset ?? 'Edited'}
          options={names.map((name) => ({ value: name, label: name }))}
          onChange={choose}
        />
      </Field>
      <div className={styles.well}>
        <div>
          <span className="strong">{first}</span>
          {rest.map((word) => (
            <span key={word}>
              {' · '}
              <span className="nowrap">{word}</span>
            </span>
          ))}
        </div>
        <Button kind="link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Done' : 'Edit…'}
        </Button>
        {isOpen && <OptionsEditor />}
      </div>
    </>
  );
}

function PlaceSelect() {
  const client = useClient();
  const store = useIntakeStore();
  const failed = useFailureToast();
  const { place } = useIntakeOptions();
  const { choose, dialog } = useFileChooser();
  const chooseFolder = async () => {
    try {
      const [folderId] = await choose('output-folder');
      if (folderId === undefined) return;
      const [facts] = await client.call('files.describe', { ids: [folderId] });
      store.edit({ place: { kind: 'folder', folderId, name: facts ? `${facts.folder}/${facts.name}` : 'Folder' } });
    } catch (thrown) {
      failed(thrown);
    }
  };
  return (
    <Field label="Write to">
      <Select
        value={place.kind}
        onChange={(chosen) => {
          if (chosen === 'choose') void chooseFolder();
          else if (chosen === 'beside') store.edit({ place: { kind: 'beside' } });
        }}
        options={[
          { value: 'beside' as const, label: 'Next to each source' },
          ...(place.kind === 'folder' ? [{ value: 'folder' as const, label: place.name }] : []),
          { value: 'choose' as const, label: place.kind === 'folder' ? 'Another folder…' : 'A folder…' },
        ]}
      />
      {dialog}
    </Field>
  );
}
