import { useState } from 'react';
import type { FileId } from '../../../shared/contract/files.js';
import type { CheckAfter } from '../../../shared/contract/intake.js';
import { useFileChooser } from '../../app/files/use-file-chooser.js';
import { templateHint, templateProblem } from '../../app/intake/name-template.js';
import { useIntakeOptions, useIntakeStore } from '../../app/intake/use-intake.js';
import { PresetMenu } from '../../app/presets/PresetMenu.js';
import { customPreset } from '../../app/presets/presets.js';
import { useSettings } from '../../app/settings-context.js';
import { useClient } from '../../data/client-context.js';
import { useAppInfo } from '../../data/use-app-info.js';
import { useQuery } from '../../data/use-query.js';
import { optionWords } from '../../format/option-words.js';
import { Button } from '../../ui/Button.js';
import { Field } from '../../ui/Field.js';
import { ParsedField } from '../../ui/ParsedField.js';
import { Select } from '../../ui/Select.js';
import { Switch } from '../../ui/Switch.js';
import { useFailureToast } from '../../ui/Toasts.js';
import type { BatchSample } from './estimate.js';
import styles from './intake.module.css';
import { OptionsEditor } from './OptionsEditor.js';
import { OutputAddressDialog } from './OutputAddressDialog.js';
import { SuggestSheet } from './SuggestSheet.js';

interface Props {
  /** The names of the outputs, from the templates. */
  readonly names: string;
  /** Whether a file is compressed. */
  readonly compresses: boolean;
  readonly decompresses: boolean;
  /** Undefined while there is nothing to compress. */
  readonly sample: BatchSample | undefined;
}

const checkLabels = {
  compare: 'Full compare with the source',
  verify: 'Checksums of the output',
  none: 'Nothing',
} as const satisfies Record<CheckAfter, string>;

/** The options for all files of the card. */
export function OptionsColumn({ names, compresses, decompresses, sample }: Props) {
  const store = useIntakeStore();
  const { nameTemplate, plainTemplate, check, trashSources } = useIntakeOptions();
  const info = useAppInfo();
  const isDesktop = info?.host === 'electron';
  return (
    <section className={styles.options} aria-label="Options" data-pane="">
      {compresses && <CompressionOptions sample={sample} />}
      <PlaceSelect />
      {compresses && (
        <TemplateField
          label="Name"
          hint={names}
          value={nameTemplate}
          onChange={(text) => store.edit({ nameTemplate: text })}
        />
      )}
      {decompresses && (
        <TemplateField
          label="Name of decompressed files"
          hint={compresses ? undefined : names}
          value={plainTemplate}
          onChange={(text) => store.edit({ plainTemplate: text })}
        />
      )}
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

interface TemplateFieldProps {
  readonly label: string;
  /** The names that it gives. */
  readonly hint: string | undefined;
  readonly value: string;
  readonly onChange: (template: string) => void;
}

/** A wrong template is not used. */
function TemplateField({ label, hint, value, onChange }: TemplateFieldProps) {
  return (
    <Field label={label} hint={hint || templateHint}>
      <ParsedField
        mono
        title={templateHint}
        maxLength={200}
        value={value}
        print={String}
        parse={(text) => (templateProblem(text) === undefined ? text : undefined)}
        problem={(text) => templateProblem(text) ?? ''}
        onChange={onChange}
      />
    </Field>
  );
}

function CompressionOptions({ sample }: Pick<Props, 'sample'>) {
  const store = useIntakeStore();
  const { presets } = useSettings().settings;
  const { options, preset } = useIntakeOptions();
  const [isOpen, setOpen] = useState(false);
  const [isSuggesting, setSuggesting] = useState(false);
  const choose = (name: string) => {
    const chosen = presets.find((candidate) => candidate.name === name);
    if (chosen) store.edit({ options: chosen.options });
  };
  const names = [...new Set([...presets.map(({ name }) => name), ...(preset === undefined ? [customPreset] : [])])];
  const [first, ...rest] = [options.codec, ...optionWords(options)];
  return (
    <>
      <Field label="Compression preset">
        <span className={styles.preset}>
          <Select
            value={preset ?? customPreset}
            options={names.map((name) => ({ value: name, label: name }))}
            onChange={choose}
          />
          <PresetMenu preset={preset} options={options} />
        </span>
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
        {' · '}
        <Button kind="link" disabled={!sample} onClick={() => setSuggesting(true)}>
          Suggest from these data…
        </Button>
        {isSuggesting && sample && <SuggestSheet sample={sample} onClose={() => setSuggesting(false)} />}
        {isOpen && <OptionsEditor />}
      </div>
    </>
  );
}

function PlaceSelect() {
  const store = useIntakeStore();
  const failed = useFailureToast();
  const { place } = useIntakeOptions();
  const { choose, dialog } = useFileChooser();
  const [isAsking, setAsking] = useState(false);
  const folderName = useFolderName(place.kind === 'folder' ? place.folderId : undefined);
  const chooseFolder = async () => {
    try {
      const [folderId] = await choose('output-folder');
      if (folderId !== undefined) store.edit({ place: { kind: 'folder', folderId } });
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
          else if (chosen === 'ask') setAsking(true);
          else if (chosen === 'beside') store.edit({ place: { kind: 'beside' } });
        }}
        options={[
          { value: 'beside' as const, label: 'Next to each source' },
          ...(place.kind === 'folder' ? [{ value: 'folder' as const, label: folderName }] : []),
          ...(place.kind === 'address' ? [{ value: 'address' as const, label: place.address }] : []),
          { value: 'choose' as const, label: place.kind === 'folder' ? 'Another folder…' : 'A folder…' },
          { value: 'ask' as const, label: place.kind === 'address' ? 'Another address…' : 'An address of S3…' },
        ]}
      />
      {dialog}
      {isAsking && (
        <OutputAddressDialog
          onClose={() => setAsking(false)}
          onChosen={(address) => {
            setAsking(false);
            store.edit({ place: { kind: 'address', address } });
          }}
        />
      )}
    </Field>
  );
}

/** No option of the batch: its plan, without which it cannot start, must not be made again when the name arrives. */
function useFolderName(folderId: FileId | undefined): string {
  const client = useClient();
  const { value, isCurrent } = useQuery(folderId, (_signal, id) => client.call('files.describe', { ids: [id] }));
  const [facts] = isCurrent && value ? value : [];
  return facts ? `${facts.folder}/${facts.name}` : 'The chosen folder';
}
