import styles from './details.module.css';

/** Characters that fit on a line of the details at the size of key figures, and at that of titles. */
const mostLarge = 16;
const mostMiddle = 27;

/** What the details are about, on one line where a smaller size allows it: numbers are not broken. */
export function DetailsFigure({ text }: { readonly text: string }) {
  const size = text.length <= mostLarge ? 'large' : text.length <= mostMiddle ? 'middle' : 'small';
  return (
    <div className={styles.figure} data-size={size}>
      {text}
    </div>
  );
}
