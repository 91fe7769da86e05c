import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonProblem, jsonTokens } from '../../../../../renderer/features/inspector/overview/json-tokens.js';

describe('jsonTokens', () => {
  it('distinguishes keys from strings', () => {
    const kinds = jsonTokens('{"dtype": "<f8", "n": 1}').map(({ kind, text }) => `${kind} ${text}`);
    expect(kinds).toContain('key "dtype"');
    expect(kinds).toContain('string "<f8"');
    expect(kinds).toContain('number 1');
  });

  it('keeps all of any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(
          jsonTokens(text)
            .map((token) => token.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});

describe('jsonProblem', () => {
  it('explains what is not JSON', () => {
    expect(jsonProblem('{}')).toBeUndefined();
    expect(jsonProblem('{')).toMatch(/^This is not JSON/);
  });
});
