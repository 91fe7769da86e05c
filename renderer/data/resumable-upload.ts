import type { FileId } from '../../shared/contract/files.js';
import type { Result } from '../../shared/contract/result.js';
import type { UploadGate } from '../../shared/contract/transport.js';
import { uploadFile } from './upload-file.js';

/** The connection to the host, which an upload waits for. */
export interface UploadConnection {
  readonly token: string;
  /** Settles when the connection stands, after a moment if it does now; also on an abort. */
  isUpAgain(signal: AbortSignal | undefined): Promise<void>;
}

interface Watch {
  readonly signal: AbortSignal | undefined;
  readonly gate: UploadGate | undefined;
  /** Bytes of the file that were sent. */
  readonly onSent: (sentBytes: number) => void;
}

const KEY_BYTES = 16;
/** So often in succession an upload breaks, without a byte more having arrived, while the host answers. */
const MOST_BROKEN = 3;

/**
 * Sends a file, in as many parts as connections break or the gate closes: what has arrived is not sent again. Rejects when it breaks again
 * and again. On an abort what has arrived is deleted.
 */
export async function sendResumably(file: File, connection: UploadConnection, watch: Watch): Promise<Result<FileId>> {
  const { signal, onSent } = watch;
  const key = newKey();
  let startByte: number | undefined = 0;
  let [mostArrived, broken] = [0, 0];
  while (broken < MOST_BROKEN) {
    const sent = startByte === undefined ? undefined : await sendPart(file, { key, startByte, connection, watch });
    if (sent) return sent;
    const wasHeld = await waitToTryAgain(connection, watch);
    if (signal?.aborted) {
      void giveUp(key, connection);
      return { ok: false, error: { kind: 'cancelled', message: 'The upload was cancelled.' } };
    }
    startByte = await receivedBytes(key, connection).catch(() => undefined);
    if (startByte === undefined) continue;
    if (startByte > mostArrived) [mostArrived, broken] = [startByte, 0];
    else if (!wasHeld) broken++;
    onSent(startByte);
  }
  throw new Error('The connection broke again and again.');
}

/** Returns whether the gate or the signal has ended the last part, and not the connection. */
async function waitToTryAgain(connection: UploadConnection, { signal, gate }: Watch): Promise<boolean> {
  const wasHeld = gate?.isOpen === false || signal?.aborted === true;
  if (!wasHeld) await connection.isUpAgain(signal);
  await opened(gate, signal);
  return wasHeld;
}

interface Part {
  readonly key: string;
  readonly startByte: number;
  readonly connection: UploadConnection;
  readonly watch: Watch;
}

/** The host's answer; undefined where the connection broke, or the gate or the signal has ended it. */
async function sendPart(file: File, { key, startByte, connection, watch }: Part): Promise<Result<FileId> | undefined> {
  const { signal, gate, onSent } = watch;
  if (gate?.isOpen === false || signal?.aborted) return undefined;
  const place = new URLSearchParams({ name: file.name, key, start: String(startByte) });
  const relativeFolder = file.webkitRelativePath.split('/').slice(0, -1).join('/');
  if (relativeFolder) place.set('relativeFolder', relativeFolder);
  const held = new AbortController();
  const unwatch = gate?.watch(() => gate.isOpen || held.abort());
  try {
    const ends = signal ? AbortSignal.any([signal, held.signal]) : held.signal;
    return await uploadFile(file, {
      url: `/upload?${place}`,
      token: connection.token,
      signal: ends,
      startByte,
      onSent,
    });
  } catch {
    return undefined;
  } finally {
    unwatch?.();
  }
}

function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(KEY_BYTES)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/** How many bytes of an upload have arrived. */
async function receivedBytes(key: string, { token }: UploadConnection): Promise<number> {
  const answer = await fetch(`/upload?key=${key}`, { headers: { authorization: `Bearer ${token}` } });
  // The host is ours and answers with an envelope.
  const result = (await answer.json()) as Result<number>;
  return result.ok ? result.value : 0;
}

/** What cannot be deleted now is deleted by the host, by its age. */
async function giveUp(key: string, { token }: UploadConnection): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  await fetch(`/upload?key=${key}`, { method: 'DELETE', headers }).catch(() => undefined);
}

/** Settles when the gate is open; also on an abort. */
function opened(gate: UploadGate | undefined, signal: AbortSignal | undefined): Promise<void> {
  if (!gate || gate.isOpen || signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const settle = () => {
      if (!gate.isOpen && !signal?.aborted) return;
      unwatch();
      resolve();
    };
    const unwatch = gate.watch(settle);
    signal?.addEventListener('abort', settle, { once: true });
  });
}
