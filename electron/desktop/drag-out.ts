import { existsSync } from 'node:fs';
import { type NativeImage, nativeImage, type WebContents } from 'electron';
import type { FileId } from '../../shared/contract/files.js';
import type { Host } from '../host/host.js';

/** The picture at the pointer while a file is dragged out: a sheet with three bars, 64 by 64 pixels, PNG. Drawn for this app. */
const DRAG_ICON_PNG = [
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAYAAACqaXHeAAAAmklEQVR42u3VsRGAMAwEQTdDJcQUQEy1VAU5mQNbj2dv5hvY',
  'QGpNkqTu9uN8Ri8eYHTRCDMAohFmAcQizASIRJgNEIdQARCFUAUQg1AJEIFQDVCOkABQipACUIYAAAAAAAAAAADwbbvuoQMA',
  'AAAAXwAAAADLHkEAAAAA8AUAAACw/BEEAAAAAF8AAAAAAAAAAPBbgKQ1SZK6ewGhGyy0c2tgGwAAAABJRU5ErkJggg==',
].join('');

/**
 * Returns a function that drags a file out of the window. Throws when the picture cannot be decoded: Electron would then ignore
 * every drag without an error, so it is checked at the start.
 */
export function createDragOut(host: Pick<Host, 'pathOf'>): (contents: WebContents, id: FileId) => void {
  const icon = readIcon();
  return (contents, id) => {
    const file = host.pathOf(id);
    if (file !== undefined && existsSync(file)) contents.startDrag({ file, icon });
  };
}

function readIcon(): NativeImage {
  const icon = nativeImage.createFromBuffer(Buffer.from(DRAG_ICON_PNG, 'base64'));
  if (icon.isEmpty()) throw new Error('The picture for dragging files out cannot be decoded.');
  return icon;
}
