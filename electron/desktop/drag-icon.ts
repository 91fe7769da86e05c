/** The picture at the pointer while a file is dragged out: a sheet with three bars, 64 by 64 pixels, PNG. Drawn for this app. */
export const DRAG_ICON_PNG = [
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAYAAACqaXHeAAAAmklEQVR42u3VsRGAMAwEQTdDJcQUQEy1VAU5mQNbj2dv5hvY',
  'QGpNkqTu9uN8Ri8eYHTRCDMAohFmAcQizASIRJgNEIdQARCFUAUQg1AJEIFQDVCOkABQipACUIYAAAAAAAAAAADwbbvuoQMA',
  'AAAAXwAAAADLHkEAAAAA8AUAAACw/BEEAAAAAF8AAAAAAAAAAPBbgKQ1SZK6ewGhGyy0c2tgGwAAAABJRU5ErkJggg==',
].join('');
