import { useState } from 'react';
import { TextField, type TextFieldProps } from './TextField.js';

interface Props<Value> extends Omit<TextFieldProps, 'value' | 'onChange'> {
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly print: (value: Value) => string;
  /** What the text means; undefined when it means nothing. */
  readonly parse: (text: string) => Value | undefined;
}

/**
 * A text that stands for a value. Every text that means something is reported at once; leaving the field puts the value's
 * own spelling back, and Esc the value from before.
 */
export function ParsedField<Value>({ value, onChange, print, parse, ...rest }: Props<Value>) {
  const [draft, setDraft] = useState<{ readonly text: string; readonly before: Value }>();
  const invalid = draft !== undefined && parse(draft.text) === undefined;
  const write = (text: string) => {
    setDraft({ text, before: draft ? draft.before : value });
    const parsed = parse(text);
    if (parsed !== undefined) onChange(parsed);
  };
  return (
    <TextField
      {...rest}
      {...(invalid && { 'aria-invalid': true })}
      value={draft?.text ?? print(value)}
      onChange={write}
      onBlur={() => setDraft(undefined)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !draft) return;
        event.stopPropagation();
        onChange(draft.before);
        setDraft(undefined);
      }}
    />
  );
}
