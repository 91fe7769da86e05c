import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { onFirstShow, SHOW_AT_LATEST_MS } from '../../../electron/desktop/first-show.js';

function hiddenWindow() {
  const shown = vi.fn();
  const window = Object.assign(new EventEmitter(), { webContents: new EventEmitter() });
  onFirstShow(window, shown);
  return { window, shown };
}

describe('the first show of a window', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('waits until an event says that the page can be shown', () => {
    const { shown } = hiddenWindow();
    vi.advanceTimersByTime(SHOW_AT_LATEST_MS - 1);
    expect(shown).not.toHaveBeenCalled();
  });

  it('comes when the window is ready', () => {
    const { window, shown } = hiddenWindow();
    window.emit('ready-to-show');
    expect(shown).toHaveBeenCalledOnce();
  });

  it('comes when the page is loaded, as on Wayland, where the window never gets ready', () => {
    const { window, shown } = hiddenWindow();
    window.webContents.emit('did-finish-load');
    expect(shown).toHaveBeenCalledOnce();
  });

  it('comes after a time when neither happens', () => {
    const { shown } = hiddenWindow();
    vi.advanceTimersByTime(SHOW_AT_LATEST_MS);
    expect(shown).toHaveBeenCalledOnce();
  });

  it('comes only once', () => {
    const { window, shown } = hiddenWindow();
    window.webContents.emit('did-finish-load');
    window.emit('ready-to-show');
    vi.advanceTimersByTime(SHOW_AT_LATEST_MS);
    expect(shown).toHaveBeenCalledOnce();
  });

  it('does not come for a window that is closed', () => {
    const { window, shown } = hiddenWindow();
    window.emit('closed');
    vi.advanceTimersByTime(SHOW_AT_LATEST_MS);
    expect(shown).not.toHaveBeenCalled();
  });
});
