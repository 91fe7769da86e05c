import { createElement, Fragment } from 'react';

interface Props {
  readonly text: string;
}

/** A message of the host: commands, which it marks with backticks as for a terminal, are shown as code. */
export function MessageText({ text }: Props) {
  const parts = text.split('`').map((part, index) => (index % 2 === 1 ? createElement('code', {}, part) : part));
  return createElement(Fragment, {}, ...parts);
}
