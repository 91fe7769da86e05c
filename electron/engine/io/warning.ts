/** The name of this program's warnings, by which a listener for `process.on('warning')` finds them. */
export const WARNING_NAME = 'BloscpackWarning';

/** Says something that the user should know although the operation goes on. */
export function warn(message: string): void {
  process.emitWarning(message, WARNING_NAME);
}
