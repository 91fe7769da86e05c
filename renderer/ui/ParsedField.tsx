import { useState } from 'react';
import { TextField, type TextFieldProps } from './TextField.js';

interface Props<Value> extends Omit<TextFieldProps, 'value' | 'onChange'> {
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly print: (value: Value) => string;
  /** The value of the text; undefined when the text is invalid. */
  readonly parse: (text: string) => Value | undefined;
}

/**
 * A text field for a value. Every valid text is reported immediately. Leaving the field prints the value again; Esc restores the
 * value from before.
 */
export function ParsedField<Value>({ value, onChange, print, parse, ...rest }: Props<Value>) {
  const [draft, setDraft] = useState<{ readonly text: string; readonly before: Value }>();
  const invalid = draft !== undefined && parse(draft.text) === undefined;
  const onText = (text: string) => {
    setDraft({ text, before: draft ? draft.before : value });
    const parsed = parse(text);
    if (parsed !== undefined) onChange(parsed);
  };
  return (
    <TextField
      {...rest}
      {...(invalid && { 'aria-invalid': true })}
      value={draft?.text ?? print(value)}
      onChange={onText}
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
