import { useEffect, useEffectEvent } from 'react';
import { useCompareStore } from '../../../app/comparison/use-compare.js';
import { useClient } from '../../../data/client-context.js';
import { useFailureToast, useToast } from '../../../ui/Toasts.js';
import { useTakeFiles } from '../plan/DataPicker.js';

/** Files dropped here are measured; a saved run is laid over the shown one, or shown where there is none. */
export function useCompareDrop(): void {
  const client = useClient();
  const take = useTakeFiles();
  const importRun = useImportRun();
  const failed = useFailureToast();
  const onDrop = useEffectEvent(async (event: DragEvent) => {
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    // The window's own handler would take them to Home.
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

/** Answers how to take a saved run from a file: it is kept, and laid over the shown one. */
export function useImportRun(): (file: File) => Promise<void> {
  const client = useClient();
  const store = useCompareStore();
  const toast = useToast();
  return async (file) => {
    // The host keeps it under an id of its own, which exports and further measurements go by.
    const { id } = await client.call('compare.import', { text: await file.text() });
    const run = await client.call('compare.run', { run: id });
    if (store.state().run) store.overlay(run);
    else store.show(run);
    toast({ text: `${run.name}, measured on ${run.environment.host}, is kept and shown.` });
  };
}
