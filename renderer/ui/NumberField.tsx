import { ParsedField } from './ParsedField.js';
import type { TextFieldProps } from './TextField.js';

interface Props extends Omit<TextFieldProps, 'value' | 'onChange' | 'min' | 'max' | 'step'> {
  readonly value: number;
  readonly onChange: (value: number) => void;
  /** Both inclusive. */
  readonly min: number;
  readonly max: number;
}

/** A whole number within limits; Up and Down change it by one. */
export function NumberField({ value, onChange, min, max, ...rest }: Props) {
  const parse = (text: string) => {
    const number = Number(text);
    return /^\s*-?\d+\s*$/.test(text) && number >= min && number <= max ? number : undefined;
  };
  const stepBy = (step: number) => onChange(Math.min(max, Math.max(min, value + step)));
  return (
    <ParsedField
      inputMode="numeric"
      {...rest}
      role="spinbutton"
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      value={value}
      onChange={onChange}
      print={String}
      parse={parse}
      problem={(text) =>
        `${text.trim() === '' ? 'A' : `'${text}' is not used: a`} whole number from ${min} to ${max} is needed.`
      }
      onKeyDownCapture={(event) => {
        if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
        event.preventDefault();
        stepBy(event.key === 'ArrowUp' ? 1 : -1);
      }}
    />
  );
}
