import type { FileId } from '../../shared/contract/files.js';
import type { Result } from '../../shared/contract/result.js';

interface UploadOptions {
  readonly url: string;
  readonly token: string;
  readonly signal?: AbortSignal | undefined;
  /** Bytes of the file that arrived already. */
  readonly startByte: number;
  /** The bytes of the file sent so far. */
  readonly onSent: (sentBytes: number) => void;
}

/**
 * Sends one file, or what is left of it. By XMLHttpRequest, since `fetch` does not report how much it has sent. Rejects when the connection breaks, and with
 * the reason of the abort.
 */
export function uploadFile(
  file: File,
  { url, token, signal, startByte, onSent }: UploadOptions,
): Promise<Result<FileId>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    signal?.addEventListener('abort', abort);
    request.upload.onprogress = ({ loaded }) => onSent(Math.min(startByte + loaded, file.size));
    request.onload = () => {
      onSent(file.size);
      // The host is ours and answers every upload with an envelope.
      resolve(JSON.parse(request.responseText) as Result<FileId>);
    };
    request.onerror = () => reject(new Error('The connection broke.'));
    request.onabort = () => reject(signal?.reason ?? new Error('The upload was stopped.'));
    request.onloadend = () => signal?.removeEventListener('abort', abort);
    request.open('POST', url);
    request.setRequestHeader('authorization', `Bearer ${token}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    if (signal?.aborted) reject(signal.reason);
    else request.send(file.slice(startByte));
  });
}
