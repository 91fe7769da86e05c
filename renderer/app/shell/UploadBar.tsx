import { useStore } from '../../data/store/store.js';
import { useFormat } from '../../format/format-context.js';
import { Button } from '../../ui/Button.js';
import { ProgressBar } from '../../ui/ProgressBar.js';
import { useUploadStore } from '../files/upload-store.js';
import styles from './shell.module.css';

/** How far the uploads are, in every place, each with buttons that hold and stop it. */
export function UploadBar() {
  const store = useUploadStore();
  const uploads = useStore(store);
  const format = useFormat();
  if (uploads.length === 0) return null;
  return (
    <section className={styles.uploads} aria-label="Uploads">
      {uploads.map(({ id, fileCount, sentBytes, totalBytes, isPaused }) => {
        const fraction = totalBytes > 0 ? sentBytes / totalBytes : 0;
        const what = `Uploading ${format.countOf(fileCount, 'file')}`;
        return (
          <div key={id} className={styles.upload}>
            <span className="nowrap">{what}</span>
            <ProgressBar label={what} fraction={fraction} state={isPaused ? 'paused' : 'running'} />
            <span className="nowrap">
              {isPaused && 'Paused at '}
              {format.percent(fraction)}, {format.sizeOf(sentBytes, totalBytes)}
            </span>
            <Button
              size="small"
              aria-label={`${isPaused ? 'Resume' : 'Pause'}: ${what}`}
              onClick={() => store.pause(id, !isPaused)}
            >
              {isPaused ? 'Resume' : 'Pause'}
            </Button>
            <Button size="small" aria-label={`Cancel: ${what}`} onClick={() => store.cancel(id)}>
              Cancel
            </Button>
          </div>
        );
      })}
    </section>
  );
}
