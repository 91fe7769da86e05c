import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { MessageText } from '../../../renderer/ui/MessageText.js';

const shown = (text: string) => renderToStaticMarkup(createElement(MessageText, { text }));

test('commands in backticks are shown as code, and all else as it is', () => {
  expect(shown('take another copy; `blpk repair` saves the <rest>')).toBe(
    'take another copy; <code>blpk repair</code> saves the &lt;rest&gt;',
  );
  expect(shown('no command')).toBe('no command');
  expect(shown('')).toBe('');
});
