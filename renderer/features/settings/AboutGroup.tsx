import { Copy } from 'lucide-react';
import type { AppInfo } from '../../../shared/contract/app.js';
import { useCall } from '../../data/use-query.js';
import { Button } from '../../ui/Button.js';
import { ErrorView } from '../../ui/ErrorView.js';
import { KeyValueList } from '../../ui/KeyValueList.js';
import { Skeleton } from '../../ui/Skeleton.js';
import { useToast } from '../../ui/Toasts.js';
import { LicensesButton } from './LicensesButton.js';
import styles from './settings.module.css';

/** Versions of the program and its codecs, which can be copied into a report. */
export function AboutGroup() {
  const { value: info, error, isLoading, retry } = useCall('app.info');
  return (
    <section className={styles.group} id="about" aria-labelledby="about-title">
      <div className={styles.groupHead}>
        <h2 id="about-title">About</h2>
        <div className={styles.groupActions}>
          <LicensesButton />
          {info && <CopyDiagnostics info={info} />}
        </div>
      </div>
      <div className={styles.about}>
        {isLoading && <Skeleton label="Loading versions" />}
        {error && <ErrorView error={error} onRetry={retry} />}
        {info && <KeyValueList tight entries={aboutEntries(info)} />}
      </div>
    </section>
  );
}

function CopyDiagnostics({ info }: { readonly info: AppInfo }) {
  const toast = useToast();
  const copy = async () => {
    const lines = aboutEntries(info).map(({ label, value }) => `${label}: ${value}`);
    await navigator.clipboard.writeText(lines.join('\n'));
    toast({ text: 'Diagnostics copied' });
  };
  return (
    <Button size="small" icon={Copy} onClick={() => void copy()}>
      Copy diagnostics
    </Button>
  );
}

function aboutEntries({ version, host, machine, platform, cores, codecs }: AppInfo) {
  const versions = Object.entries(codecs).map(([label, value]) => ({ label, value }));
  return [
    { label: 'Bloscpack Studio', value: version },
    { label: 'Runs', value: `${host === 'web' ? 'as a web page from' : 'on'} ${machine}` },
    { label: 'System', value: `${platform}, ${cores} cores` },
    ...versions,
  ];
}
