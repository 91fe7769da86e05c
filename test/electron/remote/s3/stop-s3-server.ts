import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const serverScript = join(import.meta.dirname, 'rgw.sh');

/** Stops what was started in this folder, and removes it. */
export async function stopS3Server(folder: string): Promise<void> {
  await promisify(execFile)('bash', [serverScript, 'stop', folder]);
  rmSync(folder, { recursive: true, force: true });
}
