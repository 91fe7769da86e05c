/** For hints beside a field for a template. */
export const templateHint = '{stem} is the name without its ending, {ext} the ending with its dot.';

/** Why a template for names of outputs is wrong, as a sentence; undefined when it is right. */
export function templateProblem(template: string): string | undefined {
  if (template === '') return `A name is needed. ${templateHint}`;
  const unknown = /\{(?!stem\}|ext\})[^{}]*\}?/.exec(template)?.[0];
  if (unknown !== undefined) return `${unknown} is not known. ${templateHint}`;
  return /[/\\]/.test(template) ? 'A name has no folders; choose them with Write to.' : undefined;
}
