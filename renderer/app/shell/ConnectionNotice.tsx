import { useConnection } from '../../data/connection-context.js';
import { Notice } from '../../ui/Notice.js';
import styles from './shell.module.css';

/** Says what to do when there is no host to talk to. */
export function ConnectionNotice() {
  const state = useConnection();
  if (state === 'refused') {
    return (
      <div className={styles.connectionNotice}>
        <Notice tone="bad" title="This page may not talk to the program.">
          Open the address that `blpk serve` printed, with everything after the # sign: it holds the key to this
          session.
        </Notice>
      </div>
    );
  }
  if (state !== 'lost') return null;
  return (
    <div className={styles.connectionNotice}>
      <Notice tone="warn" title="The connection to the program is lost.">
        Jobs go on without this page. It reconnects by itself; if it does not, see whether `blpk serve` and the tunnel
        still run.
      </Notice>
    </div>
  );
}
