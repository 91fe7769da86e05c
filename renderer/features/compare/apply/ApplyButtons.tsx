import { Copy } from 'lucide-react';
import { useState } from 'react';
import { settingWords } from '../../../../shared/compare/setting.js';
import { blpkCommand, pythonSnippet } from '../../../../shared/compare/setting-commands.js';
import type { Target } from '../../../app/comparison/target.js';
import { useSendHome } from '../../../app/drop/arrivals-context.js';
import { useFileChooser } from '../../../app/files/use-file-chooser.js';
import { useIntakeStore } from '../../../app/intake/use-intake.js';
import { useSettings } from '../../../app/settings-context.js';
import { Button } from '../../../ui/Button.js';
import { useFailureToast, useToast } from '../../../ui/Toasts.js';
import { useCopy } from '../../../ui/use-copy.js';
import type { ReadModel } from '../model/read-model.js';
import styles from '../read/read.module.css';
import { ApplyDialog } from './ApplyDialog.js';
import { optionsOf } from './options-of.js';

interface Props {
  readonly model: ReadModel;
  readonly target: Target | undefined;
}

/** Buttons that apply the advised setting. Nothing is applied automatically. */
export function ApplyButtons({ model, target }: Props) {
  const { advice, run } = model;
  const best = advice.kind === 'use' ? advice.best.result : advice.kind === 'store' ? advice.best : undefined;
  const { settings, change } = useSettings();
  const toast = useToast();
  const copy = useCopy();
  const folder = useFolder();
  const [isDialogOpen, setDialogOpen] = useState(false);
  if (!best) return null;
  const { setting } = best;
  const options = optionsOf(setting, settings);
  const file = target?.file;
  const canUse = file?.actions.includes('compress') ?? false;
  const name = file?.name ?? run.data.name;
  const savePreset = () => {
    if (!options) return;
    const preset = { name: settingWords(setting).slice(0, 60), options };
    const before = settings.presets;
    change({ presets: [...before.filter((one) => one.name !== preset.name), preset] });
    toast({ text: `Saved as preset “${preset.name}”.`, undo: () => change({ presets: before }) });
  };
  return (
    <div className={styles.apply}>
      <Button
        kind={advice.kind === 'use' ? 'primary' : 'plain'}
        disabled={!canUse}
        title={canUse ? undefined : 'These data are not in a file that can be compressed.'}
        onClick={() => setDialogOpen(true)}
      >
        Use for this file…
      </Button>
      <Button onClick={() => options && void folder.use(options)}>Use for a folder…</Button>
      <Button onClick={savePreset}>Save as preset</Button>
      <Button icon={Copy} onClick={() => copy(blpkCommand(setting, name), 'Command copied')}>
        Copy as blpk
      </Button>
      <Button
        icon={Copy}
        onClick={() => copy(pythonSnippet(setting, name, undefined, run.data.itemsize), 'Python copied')}
      >
        Copy as Python
      </Button>
      {folder.dialog}
      {isDialogOpen && file && <ApplyDialog file={file} setting={setting} onClose={() => setDialogOpen(false)} />}
    </div>
  );
}

/** Sends a folder to the intake card of Home and sets the options there; the user starts the batch there. */
function useFolder() {
  const { choose, dialog } = useFileChooser();
  const intake = useIntakeStore();
  const sendHome = useSendHome();
  const failed = useFailureToast();
  const use = async (options: NonNullable<ReturnType<typeof optionsOf>>) => {
    try {
      const ids = await choose('folder');
      if (ids.length === 0) return;
      intake.edit({ options });
      sendHome({ ids, flipped: false });
    } catch (thrown) {
      failed(thrown);
    }
  };
  return { use, dialog };
}
