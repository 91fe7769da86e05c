import { type Setting, settingWords } from '../../../../shared/compare/setting.js';
import { useFileChooser } from '../../../app/files/use-file-chooser.js';
import { useSettings } from '../../../app/settings-context.js';
import { Button } from '../../../ui/Button.js';
import { useFailureToast, useToast } from '../../../ui/Toasts.js';
import type { ReadModel } from '../model/read-model.js';
import { optionsForOthers } from './options-of.js';
import { useSendFolder } from './use-send-folder.js';

/** Uses for files that were not measured: a folder, a preset. */
export function OtherUses({ model, setting }: { readonly model: ReadModel; readonly setting: Setting }) {
  const { settings, change } = useSettings();
  const toast = useToast();
  const { choose, dialog } = useFileChooser();
  const sendFolder = useSendFolder();
  const failed = useFailureToast();
  const options = optionsForOthers(setting, model.run, settings);
  const savePreset = () => {
    if (!options) return;
    const preset = { name: settingWords(setting).slice(0, 60), options };
    const before = settings.presets;
    change({ presets: [...before.filter((one) => one.name !== preset.name), preset] });
    toast({ text: `Saved as preset “${preset.name}”.`, undo: () => change({ presets: before }) });
  };
  const useForFolder = () => {
    choose('folder').then((ids) => options && sendFolder(ids, options), failed);
  };
  return (
    <>
      <Button onClick={useForFolder}>
        {model.run.data.source?.kind === 'folder' ? 'Use for another folder…' : 'Use for a folder…'}
      </Button>
      <Button onClick={savePreset}>Save as preset</Button>
      {dialog}
    </>
  );
}
