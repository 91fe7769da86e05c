import { type Settings, settings as settingsSchema } from '../../../shared/contract/settings.js';
import { useSettings } from '../../app/settings-context.js';
import { useToast } from '../../ui/Toasts.js';

const fileName = 'bloscpack-studio-settings.json';

/** Settings as a file: written as a download, read from one that the user chooses. A file that does not fit changes nothing. */
export function useSettingsFile() {
  const { settings, change } = useSettings();
  const toast = useToast();
  const exportFile = () => {
    const url = URL.createObjectURL(new Blob([`${JSON.stringify(settings, null, 2)}\n`], { type: 'application/json' }));
    const link = Object.assign(document.createElement('a'), { href: url, download: fileName });
    link.click();
    URL.revokeObjectURL(url);
    toast({ text: `Settings written to ${fileName}` });
  };
  const read = async (file: File) => {
    const parsed = settingsSchema.safeParse(mergeJson(settings, await file.text()));
    if (!parsed.success) {
      const place = parsed.error.issues[0]?.path.join('.') || 'its form';
      return toast({ tone: 'bad', text: `${file.name} is not a settings file of this program: see ${place}.` });
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

/** What the file says over what is set now, for older files know less; undefined, which no schema takes, when it says nothing. */
function mergeJson(settings: Settings, text: string): unknown {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? { ...settings, ...json } : undefined;
  } catch {
    return undefined;
  }
}
