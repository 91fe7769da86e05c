import { type Ref, useEffect, useId, useState } from 'react';
import { TextField } from '../../../ui/TextField.js';
import styles from './bytes.module.css';
import { parseTarget, type Target } from './go-to.js';

interface Props {
  /** Where the cursor is, as it is typed: `0x10`. */
  readonly place: string;
  readonly limits: { readonly fileBytes: number; readonly chunks: number };
  readonly onGo: (target: Exclude<Target, { kind: 'problem' }>) => void;
  readonly ref?: Ref<HTMLInputElement>;
}

/** Goes to what is typed: `0x10`, `4096`, `chunk 412`. Says in place what it does not understand. */
export function GoTo({ place, limits, onGo, ref }: Props) {
  const [draft, setDraft] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const problemId = useId();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new place takes the draft's place
  useEffect(() => {
    setDraft(undefined);
    setProblem(undefined);
  }, [place]);
  const go = (text: string) => {
    const target = parseTarget(text, limits);
    if (target.kind === 'problem') return setProblem(target.message);
    setDraft(undefined);
    setProblem(undefined);
    onGo(target);
  };
  return (
    <form
      className={styles.goTo}
      onSubmit={(event) => {
        event.preventDefault();
        if (draft?.trim()) go(draft);
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
        title="An offset such as 0x10 or 4096, or chunk 412"
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
      {problem && (
        <span id={problemId} className={styles.problem} role="status">
          {problem}
        </span>
      )}
    </form>
  );
}
