import { useEffect, useEffectEvent, useState } from 'react';
import { useClient } from '../../data/client-context.js';
import { useFailureToast } from '../../ui/Toasts.js';
import { useUploadStore } from '../files/upload-store.js';
import { useNavigation } from '../navigation-context.js';
import { useArrive } from './arrivals-context.js';
import { describeDrag, describeInspectorDrag } from './describe-drag.js';
import styles from './drop-overlay.module.css';
import { droppedFiles } from './dropped-files.js';

/** Dims the window while files are dragged over it and says what a drop would do. */
export function DropOverlay() {
  const sentence = useWindowDrop();
  if (sentence === undefined) return null;
  return (
    <div className={styles.overlay} role="status" aria-label="Drop files">
      <div className={styles.words}>
        <p className={styles.sentence}>{sentence}</p>
        <p className="soft">Nothing is written until you confirm. Hold Alt for the opposite action.</p>
      </div>
    </div>
  );
}

/**
 * The drop handler of the window. Returns the sentence of the overlay while files are dragged over the window. Drags that began
 * in the page are ignored.
 */
function useWindowDrop(): string | undefined {
  const client = useClient();
  const arrive = useArrive();
  const uploads = useUploadStore();
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
      const ids = await (isUpload ? uploads.send(files) : client.admit(files));
      if (ids.length > 0) arrive({ ids, flipped });
    } catch (thrown) {
      failed(thrown, 'The files could not be added');
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
