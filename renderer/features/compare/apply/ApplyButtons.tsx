import { Copy } from 'lucide-react';
import { useState } from 'react';
import { cannotApply } from '../../../../shared/compare/data-source.js';
import { type Setting, settingWords } from '../../../../shared/compare/setting.js';
import { blpkCommand, pythonSnippet } from '../../../../shared/compare/setting-commands.js';
import type { Pins } from '../../../app/comparison/pins.js';
import type { Target } from '../../../app/comparison/target.js';
import { useCompare } from '../../../app/comparison/use-compare.js';
import { useSendHome } from '../../../app/drop/arrivals-context.js';
import { useFileChooser } from '../../../app/files/use-file-chooser.js';
import { useIntakeStore } from '../../../app/intake/use-intake.js';
import { useSettings } from '../../../app/settings-context.js';
import { Button } from '../../../ui/Button.js';
import { SegmentedControl } from '../../../ui/SegmentedControl.js';
import { useFailureToast, useToast } from '../../../ui/Toasts.js';
import { useCopy } from '../../../ui/use-copy.js';
import type { ReadModel } from '../model/read-model.js';
import styles from '../read/read.module.css';
import { ApplyDialog } from './ApplyDialog.js';
import { optionsForOthers } from './options-of.js';

interface Props {
  readonly model: ReadModel;
  readonly pins: Pins;
}

/** Buttons that apply the advised setting, or a pinned one, to what the run measured. Nothing is applied automatically. */
export function ApplyButtons({ model, pins }: Props) {
  const { run } = model;
  const { measured } = useCompare();
  const { choices, chosen, choose } = useChosenSetting(model, pins);
  const [isDialogOpen, setDialogOpen] = useState(false);
  if (!chosen) return null;
  const { setting, isAdvised } = chosen;
  const obstacle = obstacleOf(model, measured);
  const file = measured?.file;
  const member = measured?.source.kind === 'file' ? measured.source.member : undefined;
  return (
    <div className={styles.apply}>
      {choices.length > 1 && (
        <SegmentedControl
          label="Setting to apply"
          size="small"
          value={chosen.value}
          onChange={choose}
          segments={choices.map(({ value, label }) => ({ value, label }))}
        />
      )}
      <Button
        kind={isAdvised && model.advice.kind === 'use' ? 'primary' : 'plain'}
        disabled={obstacle !== undefined}
        title={obstacle}
        onClick={() => setDialogOpen(true)}
      >
        Use for this file…
      </Button>
      <OtherUses model={model} setting={setting} />
      <CopyButtons run={run} setting={setting} />
      {isDialogOpen && file && (
        <ApplyDialog file={file} member={member} setting={setting} onClose={() => setDialogOpen(false)} />
      )}
    </div>
  );
}

/** Why the setting cannot be applied to what the shown run measured. */
function obstacleOf({ run }: ReadModel, measured: Target | undefined): string | undefined {
  const reason = run.data.source && cannotApply(run.data.source);
  if (reason !== undefined) return reason;
  if (!measured) return 'This run is from an earlier session or another machine. Choose its data and run it again.';
  return measured.file?.actions.includes('compress')
    ? undefined
    : 'These data are not in a file that can be compressed.';
}

type Choice = 'advised' | 'a' | 'b';

/** The advised setting and the pinned ones; plain copies are not among them. */
function useChosenSetting({ advice, byKey }: ReadModel, { a, b }: Pins) {
  const [wanted, choose] = useState<Choice>('advised');
  const best = advice.kind === 'use' ? advice.best.result : advice.kind === 'store' ? advice.best : undefined;
  const pinned = (key: string | undefined): Setting | undefined => byKey.get(key ?? '')?.result.setting;
  const all = [
    { value: 'advised', label: 'Advised', setting: best?.setting, isAdvised: true },
    { value: 'a', label: 'A', setting: pinned(a), isAdvised: false },
    { value: 'b', label: 'B', setting: pinned(b), isAdvised: false },
  ] as const;
  const choices = all.flatMap(({ setting, ...choice }) =>
    setting && setting.codec !== 'copy' ? [{ ...choice, setting }] : [],
  );
  return { choices, choose, chosen: choices.find(({ value }) => value === wanted) ?? choices[0] };
}

/** Uses for files that were not measured: a folder, a preset. */
function OtherUses({ model, setting }: { readonly model: ReadModel; readonly setting: Setting }) {
  const { settings, change } = useSettings();
  const toast = useToast();
  const folder = useFolder();
  const options = optionsForOthers(setting, model.run, settings);
  const savePreset = () => {
    if (!options) return;
    const preset = { name: settingWords(setting).slice(0, 60), options };
    const before = settings.presets;
    change({ presets: [...before.filter((one) => one.name !== preset.name), preset] });
    toast({ text: `Saved as preset “${preset.name}”.`, undo: () => change({ presets: before }) });
  };
  return (
    <>
      <Button onClick={() => options && void folder.use(options)}>Use for a folder…</Button>
      <Button onClick={savePreset}>Save as preset</Button>
      {folder.dialog}
    </>
  );
}

function CopyButtons({ run, setting }: { readonly run: ReadModel['run']; readonly setting: Setting }) {
  const copy = useCopy();
  const reason = cannotApply(run.data.source);
  const isFolder = run.data.source?.kind === 'folder';
  return (
    <>
      <Button
        icon={Copy}
        disabled={reason !== undefined}
        title={reason}
        onClick={() => copy(blpkCommand(setting, run.data), 'Command copied')}
      >
        Copy as blpk
      </Button>
      <Button
        icon={Copy}
        disabled={reason !== undefined || isFolder}
        title={isFolder ? 'The reference compresses one file at a time: copy the command for blpk.' : reason}
        onClick={() => copy(pythonSnippet(setting, run.data), 'Python copied')}
      >
        Copy as Python
      </Button>
    </>
  );
}

/** Sends a folder to the intake card of Home and sets the options there; the user starts the batch there. */
function useFolder() {
  const { choose, dialog } = useFileChooser();
  const intake = useIntakeStore();
  const sendHome = useSendHome();
  const failed = useFailureToast();
  const use = async (options: NonNullable<ReturnType<typeof optionsForOthers>>) => {
    try {
      const ids = await choose('folder');
      if (ids.length === 0) return;
      // As for one file: the user has just chosen these options, also where outputs of other options exist.
      intake.edit({ options, again: true });
      sendHome({ ids, flipped: false });
    } catch (thrown) {
      failed(thrown);
    }
  };
  return { use, dialog };
}
