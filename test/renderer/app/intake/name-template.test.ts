import { expect, it } from 'vitest';
import { templateProblem } from '../../../../renderer/app/intake/name-template.js';

it.each(['{stem}{ext}.blp', 'out', '{stem}-{ext}'])('accepts %j', (template) => {
  expect(templateProblem(template)).toBeUndefined();
});

it.each([
  ['{folder}/{stem}', '{folder} is not known.'],
  ['{foo}.blp', '{foo} is not known.'],
  ['{stem', '{stem is not known.'],
  ['', 'A name is needed.'],
  ['sub/{stem}', 'A name has no folders'],
])('says what is wrong with %j', (template, problem) => {
  expect(templateProblem(template)).toContain(problem);
});
