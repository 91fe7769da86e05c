import { type Ref, useEffect, useRef, useState } from 'react';
import { useFormat } from '../../../format/format-context.js';
import { Button } from '../../../ui/Button.js';
import { TextField } from '../../../ui/TextField.js';
import styles from './data.module.css';
import type { FindState } from './use-find.js';

interface Props {
  /** Where the cell is, as it is typed: `26600, 3785`. */
  readonly place: string;
  readonly state: FindState;
  readonly onGo: (text: string) => void;
  readonly onStop: () => void;
  readonly ref?: Ref<HTMLInputElement>;
}

/** Goes to what is typed: an index, `12,5,:`, `max`, `min`, `nan`, `inf`, `chunk 7`, `= 3.5`, `> 100`. Shows at the field when there is none. */
export function GoTo({ place, state, onGo, onStop, ref }: Props) {
  const format = useFormat();
  const [draft, setDraft] = useState<string>();
  // Enter again searches from the found place on.
  const last = useRef<string>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the place of a new cell replaces the draft
  useEffect(() => setDraft(undefined), [place]);
  return (
    <>
      <form
        className={styles.labelled}
        onSubmit={(event) => {
          event.preventDefault();
          const text = draft?.trim() || last.current;
          last.current = text;
          if (text) onGo(text);
        }}
      >
        <span className="dim">Go to</span>
        <TextField
          ref={ref}
          size="small"
          mono
          className={styles.goTo}
          aria-label="Go to"
          title="An index such as 12, 5 or 12,5,: — or max, min, nan, inf, chunk 7, or a value: = 3.5, > 100. Enter again finds the next one"
          value={draft ?? place}
          onChange={setDraft}
          onFocus={(event) => event.target.select()}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || draft === undefined) return;
            event.stopPropagation();
            setDraft(undefined);
          }}
          {...(state.kind === 'failed' && { 'aria-invalid': true, 'aria-describedby': 'go-to-message' })}
        />
        {state.kind === 'running' && state.done > 0 && (
          <span className="dim" role="status">
            {format.percent(state.done)}{' '}
            <Button kind="link" onClick={onStop}>
              Stop
            </Button>
          </span>
        )}
      </form>
      {state.kind === 'failed' && (
        <p id="go-to-message" className={styles.goToMessage} role="status">
          {state.message}
        </p>
      )}
    </>
  );
}
