import styles from './details.module.css';

/** The right region: what the view at hand says of its selection. */
export function DetailsPane({ setSlot }: { readonly setSlot: (element: HTMLElement | null) => void }) {
  return <div ref={setSlot} className={styles.pane} />;
}
