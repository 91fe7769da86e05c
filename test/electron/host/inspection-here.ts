import { onTestFinished } from 'vitest';
import { FileRegistry } from '../../../electron/host/files/file-registry.js';
import type { Inspection } from '../../../electron/host/inspection.js';
import { Inspector } from '../../../electron/inspect/inspector.js';

/** The inspector in this thread, and a registry that admits every path; closed at the end of the test. */
export async function inspectionHere(): Promise<Inspection> {
  const inspector = new Inspector(() => undefined);
  onTestFinished(() => inspector.end());
  const call = async (name: keyof Inspector['calls'], request: never) => inspector.calls[name](request);
  // Each name answers with its own response.
  return { inspector: { call } as Inspection['inspector'], registry: await FileRegistry.open(undefined), ports: {} };
}
