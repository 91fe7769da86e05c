import { useState } from 'react';
import { useQuery } from '../../data/use-query.js';
import { Button } from '../../ui/Button.js';
import { Dialog } from '../../ui/Dialog.js';
import { ErrorView } from '../../ui/ErrorView.js';
import { Skeleton } from '../../ui/Skeleton.js';
import styles from './settings.module.css';

/** A button that shows the licences of everything in the program: one text, which the build collects beside the page. */
export function LicensesButton() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        Licences
      </Button>
      <Dialog open={isOpen} onClose={() => setOpen(false)} title="Licences" width="large">
        <Licenses />
      </Dialog>
    </>
  );
}

function Licenses() {
  const { value: text, error, isLoading, retry } = useQuery('licenses', fetchLicenses);
  return (
    <>
      {isLoading && <Skeleton label="Loading licences" />}
      {error && <ErrorView error={error} onRetry={retry} />}
      {text !== undefined && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <section className={styles.licenses} tabIndex={0} aria-label="Licence texts">
          {text}
        </section>
      )}
    </>
  );
}

async function fetchLicenses(signal: AbortSignal): Promise<string> {
  const response = await fetch('licenses.txt', { signal });
  if (!response.ok) throw new Error(`the licence texts cannot be read (${response.status})`);
  return response.text();
}
