import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a second start hands to the first. */
export interface Handover {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly additionalData: unknown;
}

/**
 * The lock of one user-data folder, taken synchronously as in Electron: a file holds the owner's process id, and a folder the
 * handovers of later starts. Answers whether this process owns it.
 */
export function takeLock(folder: string, own: Handover, received: (handover: Handover) => void): boolean {
  const lock = join(folder, 'SingletonLock');
  const mailbox = join(folder, 'SingletonMail');
  mkdirSync(mailbox, { recursive: true });
  if (!writeLock(lock)) {
    const mail = join(mailbox, `${process.pid}`);
    writeFileSync(`${mail}.part`, JSON.stringify(own));
    renameSync(`${mail}.part`, `${mail}.json`);
    return false;
  }
  watch(mailbox, () => readMail(mailbox).forEach(received)).unref();
  process.on('exit', () => rmSync(lock, { force: true }));
  return true;
}

function writeLock(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (isAlive(Number(readFileSync(lock, 'utf8')))) return false;
    rmSync(lock);
    return writeLock(lock);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function readMail(mailbox: string): Handover[] {
  const names = readdirSync(mailbox).filter((name) => name.endsWith('.json'));
  return names.map((name) => {
    const text = readFileSync(join(mailbox, name), 'utf8');
    rmSync(join(mailbox, name));
    return JSON.parse(text);
  });
}
