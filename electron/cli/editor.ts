import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { withIoErrors } from '../engine/io/io-error.js';
import { CommandError } from './failures.js';

/** A text that the user has edited. It stays in its file until it is discarded, so that no failure can lose it. */
export interface EditedText {
  readonly text: string;
  readonly path: string;
  discard(): Promise<void>;
}

/** Opens a text in the user's editor, in a file of this name that only the user may read, and waits until it exits. */
export async function editText(text: string, fileName: string): Promise<EditedText> {
  const path = join(await mkdtemp(join(tmpdir(), 'blpk-')), fileName);
  const discard = () => rm(dirname(path), { recursive: true, force: true });
  try {
    await withIoErrors('write', path, () => writeFile(path, text));
    await runEditor(path);
  } catch (error) {
    await discard();
    throw error;
  }
  return { text: await withIoErrors('read', path, () => readFile(path, 'utf8')), path, discard };
}

async function runEditor(path: string): Promise<void> {
  const editor = process.env.VISUAL || process.env.EDITOR || (process.platform === 'win32' ? 'notepad' : 'vi');
  const status = await withoutInterrupts(() => exitStatusOf(editor, path));
  if (status !== 0) throw new CommandError(`the editor '${editor}' ended with status ${status}; nothing was changed`);
}

/** The shell splits the command, so that `EDITOR='code --wait'` works; its trap keeps it running after Ctrl+C in the editor. */
function exitStatusOf(editor: string, path: string): Promise<number | string> {
  const child =
    process.platform === 'win32'
      ? spawn(`${editor} "${path}"`, { stdio: 'inherit', shell: true })
      : spawn('sh', ['-c', `trap : INT; ${editor} "$@"`, editor, path], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new CommandError(`cannot start the editor '${editor}': ${error.message}`)));
    child.on('exit', (code, signal) => resolve(code ?? signal ?? 1));
  });
}

/** While the editor has the terminal, Ctrl+C is a key of the editor; the terminal sends it to this process too. */
async function withoutInterrupts<T>(run: () => Promise<T>): Promise<T> {
  const listeners = process.listeners('SIGINT');
  const ignore = () => undefined;
  process.on('SIGINT', ignore);
  for (const listener of listeners) process.off('SIGINT', listener);
  try {
    return await run();
  } finally {
    for (const listener of listeners) process.on('SIGINT', listener);
    process.off('SIGINT', ignore);
  }
}
