import { WARNING_NAME } from '../engine/io/warning.js';
import { Reporter } from './reporter.js';

/** Prints the engine's warnings as messages of the command, each once; Node's own warnings are printed as usual. */
export function showWarnings(): void {
  const others = process.listeners('warning');
  const shown = new Set<string>();
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name !== WARNING_NAME) {
      for (const listener of others) listener(warning);
    } else if (!shown.has(warning.message)) {
      shown.add(warning.message);
      new Reporter('normal').notice(`warning: ${warning.message}`);
    }
  });
}
