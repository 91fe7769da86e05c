import { Fragment } from 'react';
import type { ReadModel } from '../model/read-model.js';
import styles from './read.module.css';

/** Names of settings in a sentence: `zstd · 5 · bit shuffle`. */
const NAMES = /((?:blosclz|lz4hc|lz4|snappy|zlib|zstd) · \d · (?:no|byte|bit) shuffle)/;

/** The advice in words; settings stand out. */
export function AdviceText({ model }: { readonly model: ReadModel }) {
  const { sentence, cautions } = model.advice;
  return (
    <>
      <p className={styles.say} aria-live="polite">
        {sentence.split(NAMES).map((part, at) => {
          const key = `${at}${part}`;
          return NAMES.test(part) ? <b key={key}>{part}</b> : <Fragment key={key}>{part}</Fragment>;
        })}
      </p>
      {cautions.length > 0 && <p className={styles.cautions}>{cautions.join(' ')}</p>}
    </>
  );
}
