import { useDocument } from '../model/document-context.js';
import styles from './overview.module.css';

/** What a file that is nothing known begins with. */
export function FileHead() {
  const { head } = useDocument().overview;
  if (!head) return null;
  return (
    <section className={styles.block}>
      <h2>
        First bytes <span>{head.looksLike ? `looks like ${head.looksLike}` : 'of no format that is known here'}</span>
      </h2>
      <pre className={styles.json}>{head.hex}</pre>
    </section>
  );
}
