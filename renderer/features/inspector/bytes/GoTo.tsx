import { type Ref, useEffect, useId, useRef, useState } from 'react';
import { toContractError } from '../../../../shared/errors/contract-error.js';
import { TextField } from '../../../ui/TextField.js';
import type { Selection } from '../model/selection.js';
import styles from './bytes.module.css';

interface Props {
  /** The place of the cursor, as it is typed: `0x10`. */
  readonly place: string;
  readonly limits: { readonly fileBytes: number; readonly chunks: number };
  readonly onGo: (target: Exclude<Target, { kind: 'problem' | 'pattern' }>) => void;
  /** Searches for bytes; rejects with a message to be shown. */
  readonly onFind: (pattern: string) => Promise<void>;
  readonly ref?: Ref<HTMLInputElement>;
}

/** Goes to what is typed: `0x10`, `4096`, `chunk 412`, or the next bytes such as `= 62 6c` or `"text"`. Shows at the field what failed. */
export function GoTo({ place, limits, onGo, onFind, ref }: Props) {
  const [draft, setDraft] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const problemId = useId();
  // Enter again searches behind the found bytes.
  const last = useRef<string>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new place replaces the draft
  useEffect(() => {
    setDraft(undefined);
    setProblem(undefined);
  }, [place]);
  const go = (text: string) => {
    const target = parseTarget(text, limits);
    if (target.kind === 'problem') return setProblem(target.message);
    setProblem(undefined);
    if (target.kind === 'pattern') {
      onFind(target.pattern).catch((thrown: unknown) => setProblem(toContractError(thrown).message));
      return;
    }
    setDraft(undefined);
    onGo(target);
  };
  return (
    <>
      <form
        className={styles.goTo}
        onSubmit={(event) => {
          event.preventDefault();
          const text = draft?.trim() || last.current;
          last.current = text;
          if (text) go(text);
        }}
      >
        <span className="dim" aria-hidden="true">
          Go to
        </span>
        <TextField
          ref={ref}
          size="small"
          mono
          className={styles.goToField}
          aria-label="Go to"
          title={
            'An offset such as 0x10 or 4096, chunk 412, or bytes to find: = 62 6c or "text". Enter again finds the next ones'
          }
          value={draft ?? place}
          onChange={(text) => {
            setDraft(text);
            setProblem(undefined);
          }}
          onFocus={(event) => event.target.select()}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || draft === undefined) return;
            event.stopPropagation();
            setDraft(undefined);
            setProblem(undefined);
          }}
          {...(problem && { 'aria-invalid': true, 'aria-describedby': problemId })}
        />
      </form>
      {problem && (
        <p id={problemId} className={styles.problem} role="status">
          {problem}
        </p>
      )}
    </>
  );
}

/** What was typed into Go to. */
type Target =
  | { readonly kind: 'byte'; readonly byte: number }
  | { readonly kind: 'chunk'; readonly selection: Pick<Selection, 'chunkIndex' | 'blockIndex'> }
  /** Bytes to search for. */
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'problem'; readonly message: string };

/** Understands `0x10`, `4096`, `chunk 412`, `chunk 412 block 3`, `= 62 6c` and `"text"`. */
export function parseTarget(text: string, limits: { fileBytes: number; chunks: number }): Target {
  const pattern = /^(?:=\s*)(.+)$|^(".+)$/.exec(text.trim());
  if (pattern) return { kind: 'pattern', pattern: pattern[1] ?? pattern[2] ?? '' };
  const plain = text.trim().toLowerCase();
  const chunk = /^chunk\s+([\d_,]+)(?:\s*[,/]?\s*block\s+([\d_,]+))?$/.exec(plain);
  if (chunk)
    return chunkTarget(numberOf(chunk[1]), chunk[2] === undefined ? undefined : numberOf(chunk[2]), limits.chunks);
  if (!/^(0x[\da-f_]+|[\d_,]+)$/.test(plain)) {
    return { kind: 'problem', message: 'An offset such as 0x10 or 4096, chunk 412, or bytes: = 62 6c or "text".' };
  }
  const byte = numberOf(plain);
  if (byte < limits.fileBytes) return { kind: 'byte', byte };
  const last = Math.max(0, limits.fileBytes - 1);
  return { kind: 'problem', message: `The last byte of the file is 0x${last.toString(16).toUpperCase()}, ${last}.` };
}

function chunkTarget(chunkIndex: number, blockIndex: number | undefined, chunks: number): Target {
  if (chunks === 0) return { kind: 'problem', message: 'This file has no chunks.' };
  if (chunkIndex >= chunks) return { kind: 'problem', message: `The last chunk is ${chunks - 1}.` };
  return { kind: 'chunk', selection: { chunkIndex, ...(blockIndex !== undefined && { blockIndex }) } };
}

function numberOf(digits: string | undefined): number {
  return Number((digits ?? '').replaceAll(/[_,]/g, ''));
}
