import { type IpcMainEvent, type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import { z } from 'zod';
import { channels } from '../../shared/contract/channels.js';
import type { FileId } from '../../shared/contract/files.js';
import type { Result } from '../../shared/contract/result.js';
import type { Host } from '../host/host.js';
import type { LogFile } from './log-file.js';
import { isTrustedSender } from './trust.js';

/** The requests of the window besides the host's own calls. */
export interface WindowRequests {
  dragOut(contents: WebContents, id: FileId): void;
  /** The page has subscribed to events. */
  listening(): void;
}

const droppedPaths = z.array(z.string().min(1).max(32_768)).max(100_000);

/**
 * The only importer of `ipcMain`: the sender of every message is checked, every response is an envelope, and nothing is
 * thrown, because Electron passes on only an error's message.
 */
export function registerIpc(host: Host, requests: WindowRequests, log: LogFile): void {
  answer(log, channels.call, (name, request) => host.dispatch(String(name), request));
  answer(log, channels.admit, async (paths) => admit(host, paths));
  receive(log, channels.dragOut, (event, id) => {
    if (typeof id === 'string') requests.dragOut(event.sender, id);
  });
  receive(log, channels.listening, () => requests.listening());
}

function admit(host: Host, paths: unknown): Result<readonly FileId[]> {
  const checked = droppedPaths.safeParse(paths);
  if (checked.success) return { ok: true, value: host.admitPaths(checked.data) };
  return { ok: false, error: { kind: 'bad-request', message: 'Dropped files must be given as a list of paths.' } };
}

function answer(log: LogFile, channel: string, make: (...args: readonly unknown[]) => Promise<Result<unknown>>): void {
  ipcMain.handle(channel, async (event: IpcMainInvokeEvent, ...args: readonly unknown[]): Promise<Result<unknown>> => {
    if (!isTrusted(event, channel, log)) {
      return { ok: false, error: { kind: 'forbidden', message: 'Only the window of the program itself may call it.' } };
    }
    try {
      return await make(...args);
    } catch (error) {
      log.write(`handler of ${channel}`, error);
      return { ok: false, error: { kind: 'internal', message: 'Internal error; see the log for details.' } };
    }
  });
}

function receive(log: LogFile, channel: string, act: (event: IpcMainEvent, ...args: readonly unknown[]) => void): void {
  ipcMain.on(channel, (event: IpcMainEvent, ...args: readonly unknown[]) => {
    if (isTrusted(event, channel, log)) act(event, ...args);
  });
}

function isTrusted(event: IpcMainEvent | IpcMainInvokeEvent, channel: string, log: LogFile): boolean {
  if (isTrustedSender(event.senderFrame)) return true;
  log.write(`refused ${channel}`, event.senderFrame?.origin ?? 'from a frame that no longer exists');
  return false;
}
