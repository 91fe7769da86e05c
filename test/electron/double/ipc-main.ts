import { EventEmitter } from 'node:events';
import type { IpcMain, IpcMainInvokeEvent } from 'electron';

type Handler = Parameters<IpcMain['handle']>[1];

/** What the page's side of the stand-in sends. */
export type PageMessage = ChannelMessage | { readonly kind: 'open'; readonly url: string };

export interface ChannelMessage {
  readonly kind: 'send' | 'invoke';
  readonly channel: string;
  readonly args: readonly unknown[];
}

export type PageAnswer = { readonly value: unknown } | { readonly error: string };

/** Channels of the main process. An error of a handler crosses as its message alone, in Electron's words. */
export class StandInIpcMain extends EventEmitter implements Pick<IpcMain, 'handle' | 'removeHandler'> {
  private readonly handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this.handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.handlers.set(channel, handler);
  }

  removeHandler(channel: string): void {
    this.handlers.delete(channel);
  }

  async deliver(event: object, { kind, channel, args }: ChannelMessage): Promise<PageAnswer> {
    if (kind === 'send') {
      this.emit(channel, event, ...args);
      return { value: undefined };
    }
    const handler = this.handlers.get(channel);
    if (handler === undefined) return { error: `Error: No handler registered for '${channel}'` };
    try {
      // The event has the two fields that the program reads; the rest of Electron's is left out.
      return { value: structuredClone(await handler(event as IpcMainInvokeEvent, ...args)) };
    } catch (error) {
      return { error: String(error) };
    }
  }
}
