import { useConnection } from '../../data/connection.js';
import { Notice } from '../../ui/Notice.js';
import styles from './shell.module.css';

/** Says what to do when the host cannot be reached. */
export function ConnectionNotice() {
  const state = useConnection();
  if (state === 'refused') {
    return (
      <div className={styles.connectionNotice}>
        <Notice tone="bad" title="This page has no access to the program.">
          Open the address that <code>blpk serve</code> printed, with everything after the # sign, which is the token of
          this session.
        </Notice>
      </div>
    );
  }
  if (state === 'stalled') {
    return (
      <div className={styles.connectionNotice}>
        <Notice tone="warn" title="The program does not answer at the moment.">
          Jobs continue without this page. What you do here is sent when the connection works again.
        </Notice>
      </div>
    );
  }
  if (state !== 'lost') return null;
  return (
    <div className={styles.connectionNotice}>
      <Notice tone="warn" title="The connection to the program is lost.">
        Jobs continue without this page. It reconnects automatically; if it does not, check that <code>blpk serve</code>{' '}
        and the tunnel are running.
      </Notice>
    </div>
  );
}
