import { useEffect, useEffectEvent, useState } from 'react';
import { useClient } from '../../data/client-context.js';
import { countOf } from '../../format/counts.js';
import { useFailureToast, useToast } from '../../ui/Toasts.js';
import { useNavigation } from '../navigation-context.js';
import { useArrive } from './arrivals-context.js';
import { describeDrag, describeInspectorDrag } from './describe-drag.js';
import { droppedFiles } from './dropped-files.js';

/**
 * The one drop handler of the window. Answers the overlay's sentence while files hang over it. A drag that began in the page
 * is none of ours.
 */
export function useWindowDrop(): string | undefined {
  const client = useClient();
  const arrive = useArrive();
  const toast = useToast();
  const failed = useFailureToast();
  const { place } = useNavigation();
  const isInspecting = place === 'inspector';
  const [sentence, setSentence] = useState<string>();
  const onDrop = useEffectEvent(async (event: DragEvent) => {
    setSentence(undefined);
    if (!event.dataTransfer) return;
    event.preventDefault();
    const flipped = event.altKey;
    try {
      const isUpload = window.bloscpack === undefined;
      const files = await droppedFiles(event.dataTransfer, isUpload);
      if (files.length === 0) return;
      if (isUpload) toast({ tone: 'info', text: `Uploading ${countOf(files.length, 'file')}…` });
      arrive({ ids: await client.admit(files), flipped });
    } catch (thrown) {
      failed(thrown, 'The files could not be taken');
    }
  });
  useEffect(() => {
    const describe = isInspecting ? describeInspectorDrag : describeDrag;
    const onDragOver = (event: DragEvent) => {
      const described = event.dataTransfer && describe([...event.dataTransfer.items], event.altKey);
      if (!event.dataTransfer || !described) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      setSentence(described);
    };
    // Leaving an element for another one inside the window has a related target; leaving the window has none.
    const onDragLeave = (event: DragEvent) => event.relatedTarget === null && setSentence(undefined);
    const drop = (event: DragEvent) => void onDrop(event);
    window.addEventListener('dragover', onDragOver);
    window.addEventListener('dragleave', onDragLeave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', onDragOver);
      window.removeEventListener('dragleave', onDragLeave);
      window.removeEventListener('drop', drop);
    };
  }, [isInspecting]);
  return sentence;
}
