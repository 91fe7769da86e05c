/** Bytes as two digits each: `62 6c 70 6b`. */
export function toHexText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
