import { beforeEach, describe, expect, it, vi } from 'vitest';
import { sendResumably } from '../../../renderer/data/resumable-upload.js';

/** The host of an upload, and the page's request, as far as both are used. Each request brings so many bytes more and then breaks. */
class Host {
  readonly starts: number[] = [];
  readonly deleted: string[] = [];
  arrivedBytes = 0;
  /** Bytes of each request before it breaks; the one after the last arrives as a whole. */
  readonly breaks: number[];
  isDown = false;

  constructor(...breaks: readonly number[]) {
    this.breaks = [...breaks];
    const host = this;
    vi.stubGlobal(
      'XMLHttpRequest',
      class {
        readonly upload: { onprogress?: (event: { loaded: number }) => void } = {};
        responseText = '{"ok":true,"value":"id"}';
        onload?: () => void;
        onerror?: () => void;
        onloadend?: () => void;
        #url = '';
        open(_method: string, url: string): void {
          this.#url = url;
        }
        setRequestHeader(): void {}
        abort(): void {}
        send(body: Blob): void {
          const start = Number(new URLSearchParams(this.#url.split('?')[1]).get('start'));
          host.starts.push(start);
          const broken = host.breaks.shift();
          host.arrivedBytes = start + Math.min(broken ?? body.size, body.size);
          this.upload.onprogress?.({ loaded: host.arrivedBytes - start });
          if (broken === undefined) this.onload?.();
          else this.onerror?.();
          this.onloadend?.();
        }
      },
    );
    vi.stubGlobal('fetch', async (url: string, { method = 'GET' }: { readonly method?: string }) => {
      if (this.isDown) throw new TypeError('offline');
      if (method === 'DELETE') this.deleted.push(url);
      return { json: async () => ({ ok: true, value: this.arrivedBytes }) };
    });
  }
}

const file = Object.assign(new File(['x'.repeat(100)], 'a'), { webkitRelativePath: '' });
const none = { signal: undefined, gate: undefined };
let waits = 0;
const connection = {
  token: 't',
  isUpAgain: async () => {
    waits++;
  },
};

beforeEach(() => {
  waits = 0;
});

describe('an upload whose connection breaks', () => {
  it('goes on behind what has arrived, however often', async () => {
    const host = new Host(30, 20, 0, 0, 10);
    const sent: number[] = [];
    const result = await sendResumably(file, connection, { ...none, onSent: (bytes) => sent.push(bytes) });
    expect(result).toEqual({ ok: true, value: 'id' });
    expect(host.starts).toEqual([0, 30, 50, 50, 50, 60]);
    expect(sent.at(-1)).toBe(100);
    expect(waits).toBe(5);
  });

  it('gives up when nothing more arrives three times while the host answers', async () => {
    const host = new Host(30, 0, 0, 0);
    await expect(sendResumably(file, connection, { ...none, onSent: () => undefined })).rejects.toThrow('broke again');
    expect(host.starts).toEqual([0, 30, 30, 30]);
  });

  it('waits as long as the host does not answer', async () => {
    const host = new Host(30);
    host.isDown = true;
    const patient = {
      token: 't',
      isUpAgain: async () => {
        if (++waits === 10) host.isDown = false;
      },
    };
    expect(await sendResumably(file, patient, { ...none, onSent: () => undefined })).toMatchObject({ ok: true });
    expect(host.starts).toEqual([0, 30]);
  });

  it('deletes what has arrived when it is cancelled', async () => {
    const host = new Host(30);
    const abort = new AbortController();
    const cancelling = { token: 't', isUpAgain: async () => abort.abort() };
    const watch = { ...none, signal: abort.signal, onSent: () => undefined };
    expect(await sendResumably(file, cancelling, watch)).toMatchObject({ ok: false, error: { kind: 'cancelled' } });
    await expect.poll(() => host.deleted).toEqual([expect.stringMatching(/^\/upload\?key=[0-9a-f]{32}$/)]);
  });
});
