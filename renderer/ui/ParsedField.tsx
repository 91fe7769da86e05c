import { useId, useState } from 'react';
import styles from './field.module.css';
import { TextField, type TextFieldProps } from './TextField.js';

interface Props<Value> extends Omit<TextFieldProps, 'value' | 'onChange'> {
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly print: (value: Value) => string;
  /** The value of the text; undefined when the text is invalid. */
  readonly parse: (text: string) => Value | undefined;
  /** Why an invalid text is not used, as a sentence. */
  readonly problem?: (text: string) => string;
}

/**
 * A text field for a value. Every valid text is reported immediately. An invalid one stays with the reason below it, and is not
 * used. Leaving the field prints a valid value again; Esc restores the value from before.
 */
export function ParsedField<Value>({ value, onChange, print, parse, problem = notUsed, after, ...rest }: Props<Value>) {
  const [draft, setDraft] = useState<{ readonly text: string; readonly before: Value }>();
  const problemId = useId();
  const invalid = draft !== undefined && parse(draft.text) === undefined;
  const onText = (text: string) => {
    setDraft({ text, before: draft ? draft.before : value });
    const parsed = parse(text);
    if (parsed !== undefined) onChange(parsed);
  };
  return (
    <span className={styles.parsed}>
      <TextField
        {...rest}
        {...(invalid && { 'aria-invalid': true, 'aria-errormessage': problemId })}
        value={draft?.text ?? print(value)}
        after={invalid ? undefined : after}
        onChange={onText}
        onBlur={() => {
          if (!invalid) setDraft(undefined);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || !draft) return;
          event.stopPropagation();
          onChange(draft.before);
          setDraft(undefined);
        }}
      />
      {invalid && (
        <span id={problemId} className={styles.error} role="alert">
          {problem(draft.text)}
        </span>
      )}
    </span>
  );
}

function notUsed(text: string): string {
  return text.trim() === '' ? 'A value is needed.' : `'${text}' is not valid here and is not used.`;
}
