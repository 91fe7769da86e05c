import { Download, Upload } from 'lucide-react';
import { useRef } from 'react';
import { useCommands } from '../../app/commands/command-context.js';
import { keysOf } from '../../app/commands/command-table.js';
import { useUploadStore } from '../../app/files/upload-store.js';
import { useIntakeStore } from '../../app/intake/use-intake.js';
import { useAppInfo } from '../../data/use-app-info.js';
import { Button } from '../../ui/Button.js';
import { Icon } from '../../ui/Icon.js';
import { useFailureToast } from '../../ui/Toasts.js';
import styles from './home.module.css';

/** Says that files can be dropped anywhere in the window, with buttons that choose files instead. */
export function DropStrip() {
  const commands = useCommands();
  const info = useAppInfo();
  const isWeb = info?.host === 'web';
  return (
    <section className={styles.dropStrip} aria-label="Add files" data-pane="">
      <Icon of={Download} size={24} />
      <div className={styles.grow}>
        <div className="strong">Drop .npy, .npz, raw, HDF5 or .blp files or folders</div>
        <div className="micro">
          {isWeb
            ? `Anywhere in this window. They are uploaded to ${info.machine} and kept until the program ends; outputs are written when you confirm.`
            : 'Anywhere in this window. Nothing is written until you confirm below.'}
        </div>
      </div>
      <div className={styles.dropButtons}>
        {isWeb && <UploadButton />}
        <Button keys={keysOf('files.open')} onClick={() => commands.run('files.open')}>
          Choose files…
        </Button>
        <Button onClick={() => commands.run('files.open-folder')}>Choose folder…</Button>
        <Button onClick={() => commands.run('files.open-address')}>Open address…</Button>
      </div>
    </section>
  );
}

/** Uploads files from the browser's machine to the host's. */
function UploadButton() {
  const uploads = useUploadStore();
  const store = useIntakeStore();
  const failed = useFailureToast();
  const input = useRef<HTMLInputElement>(null);
  const upload = async (files: readonly File[]) => {
    if (files.length === 0) return;
    try {
      await store.arrive(await uploads.send(files));
    } catch (thrown) {
      failed(thrown, 'The upload failed');
    }
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files to upload"
        onChange={({ target }) => {
          void upload([...(target.files ?? [])]);
          target.value = '';
        }}
      />
      <Button icon={Upload} onClick={() => input.current?.click()}>
        Upload…
      </Button>
    </>
  );
}
