import { homedir } from 'node:os';
import { join } from 'node:path';

const NAME = 'bloscpack-studio-web';

/**
 * The folder for settings, queue and uploads of the web host, among the user's application data. Not the desktop app's, since
 * that may run at the same time. `BLOSCPACK_DATA` names another folder.
 */
export function webDataFolder(environment: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  if (environment.BLOSCPACK_DATA) return environment.BLOSCPACK_DATA;
  if (platform === 'win32') return join(environment.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), NAME);
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', NAME);
  return join(environment.XDG_DATA_HOME || join(homedir(), '.local', 'share'), NAME);
}
