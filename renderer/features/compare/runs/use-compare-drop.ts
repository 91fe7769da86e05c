import { useEffect, useEffectEvent } from 'react';
import { useCompareStore } from '../../../app/comparison/use-compare.js';
import { useClient } from '../../../data/client-context.js';
import { useFailureToast, useToast } from '../../../ui/Toasts.js';
import { useTakeFiles } from '../plan/DataPicker.js';

/** A dropped file becomes the data to measure. A saved run (.json) is shown as overlay, or as the run when none is shown. */
export function useCompareDrop(): void {
  const client = useClient();
  const take = useTakeFiles();
  const importRun = useImportRun();
  const failed = useFailureToast();
  const onDrop = useEffectEvent(async (event: DragEvent) => {
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    // Otherwise the window's handler would send them to Home.
    event.preventDefault();
    event.stopPropagation();
    window.dispatchEvent(new DragEvent('dragend'));
    try {
      const [file] = files;
      if (file?.name.endsWith('.json')) await importRun(file);
      else take(await client.admit(files));
    } catch (thrown) {
      failed(thrown);
    }
  });
  useEffect(() => {
    const main = document.querySelector('main');
    const listener = (event: DragEvent) => void onDrop(event);
    main?.addEventListener('drop', listener);
    return () => main?.removeEventListener('drop', listener);
  }, []);
}

/** Returns a function that imports a saved run from a file, saves it on the host and shows it. */
export function useImportRun(): (file: File) => Promise<void> {
  const client = useClient();
  const store = useCompareStore();
  const toast = useToast();
  return async (file) => {
    // The host saves it under a new id, which exports and further measurements use.
    const { id } = await client.call('compare.import', { text: await file.text() });
    const run = await client.call('compare.run', { run: id });
    if (store.state().run) store.overlay(run);
    else store.show(run);
    toast({ text: `${run.name}, measured on ${run.environment.host}, was imported.` });
  };
}
