import { useEffect, useState } from 'react';
import { useDocument } from '../../model/document-context.js';
import { hexPairs } from './byte-words.js';
import type { Fold } from './folds.js';
import { rowBytes } from './row-layout.js';

/** More is not read only to say that it is all the same. */
const mostBytes = 2 ** 20;
/** Folds that only pass by are not looked into. */
const settleMs = 120;

/** The one value that all bytes of a fold have: `00`, `ff`; undefined where they have not, or it was not looked. */
export function useFill({ startRow, endRow, region }: Fold): string | undefined {
  const { client, overview, version } = useDocument();
  const { document } = overview;
  const [fill, setFill] = useState<string>();
  const start = startRow * rowBytes;
  const end = endRow * rowBytes;
  const isReserve = region === 'metadata-reserve' || region === 'offsets-reserve';
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version is other bytes
  useEffect(() => {
    setFill(undefined);
    if (!isReserve || end - start > mostBytes) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      client
        .stream('inspect.bytes', { document, startByte: start, endByte: end }, abort.signal)
        .then((answer) => answer.bytes())
        // Without an answer nothing is claimed.
        .then(
          (bytes) => setFill(fillOf(bytes)),
          () => undefined,
        );
    }, settleMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [client, document, version, isReserve, start, end]);
  return fill;
}

/** The value of all bytes in hex, if they have one. */
export function fillOf(bytes: Uint8Array): string | undefined {
  const [first] = bytes;
  return first !== undefined && bytes.every((value) => value === first) ? hexPairs[first] : undefined;
}
