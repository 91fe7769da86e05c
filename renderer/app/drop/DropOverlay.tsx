import styles from './drop-overlay.module.css';
import { useWindowDrop } from './use-window-drop.js';

/** Dims the window while files hang over it and says what will become of them. */
export function DropOverlay() {
  const sentence = useWindowDrop();
  if (sentence === undefined) return null;
  return (
    <div className={styles.overlay} role="status" aria-label="Drop files">
      <div className={styles.words}>
        <p className={styles.sentence}>{sentence}</p>
        <p className="soft">Nothing is written until you confirm. Hold Alt for the reverse.</p>
      </div>
    </div>
  );
}
