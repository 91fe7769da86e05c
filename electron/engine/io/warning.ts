/** The name of this program's warnings, for listeners of `process.on('warning')`. */
export const WARNING_NAME = 'BloscpackWarning';

/** Reports something that the user should know and that does not stop the operation. */
export function warn(message: string): void {
  process.emitWarning(message, WARNING_NAME);
}
