import { type Settings, settings as settingsSchema } from '../../../shared/contract/settings.js';
import { saveBlob } from '../../app/files/save-files.js';
import { useSettings } from '../../app/settings-context.js';
import { useToast } from '../../ui/Toasts.js';

const fileName = 'bloscpack-studio-settings.json';

/** Exports the settings as a download and imports them from a file. An invalid file changes nothing. */
export function useSettingsFile() {
  const { settings, change } = useSettings();
  const toast = useToast();
  const exportFile = () => {
    saveBlob(new Blob([`${JSON.stringify(settings, null, 2)}\n`], { type: 'application/json' }), fileName);
    toast({ text: `Settings written to ${fileName}` });
  };
  const read = async (file: File) => {
    const parsed = settingsSchema.safeParse(mergeJson(settings, await file.text()));
    if (!parsed.success) {
      const place = parsed.error.issues[0]?.path.join('.');
      const reason = place ? `the value of '${place}' is not valid` : 'it is not a JSON object';
      return toast({ tone: 'bad', text: `The settings in ${file.name} are not used: ${reason}.` });
    }
    const before = settings;
    change(parsed.data);
    toast({ text: `Settings read from ${file.name}`, undo: () => change(before) });
  };
  const importFile = () => {
    const input = Object.assign(document.createElement('input'), { type: 'file', accept: '.json,application/json' });
    input.onchange = () => {
      const file = input.files?.[0];
      if (file) void read(file);
    };
    input.click();
  };
  return { exportFile, importFile };
}

/** The present settings with those of the file, which may be from an older version; undefined for invalid JSON. */
function mergeJson(settings: Settings, text: string): unknown {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? { ...settings, ...json } : undefined;
  } catch {
    return undefined;
  }
}
