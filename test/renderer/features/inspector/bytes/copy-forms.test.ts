import { describe, expect, it } from 'vitest';
import { copyForms } from '../../../../../renderer/features/inspector/bytes/inspect/copy-forms.js';

const bytes = Uint8Array.from([0x62, 0x27, 0x5c, 0x0a, 0x00, 0xff]);

describe('bytes as text for other programs', () => {
  it('is in the syntax of each', () => {
    expect(copyForms.hex.print(bytes)).toBe('62 27 5c 0a 00 ff');
    expect(copyForms.c.print(bytes)).toBe('const unsigned char bytes[6] = { 0x62, 0x27, 0x5c, 0x0a, 0x00, 0xff };');
    expect(copyForms.python.print(bytes)).toBe(String.raw`b'b\'\\\n\x00\xff'`);
    expect(JSON.parse(copyForms.json.print(bytes))).toEqual([...bytes]);
  });
});
